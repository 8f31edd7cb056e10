package dev.oneping.presence.watch;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.oneping.model.UserRef;
import dev.oneping.presence.PresenceAnswer;
import dev.oneping.presence.PresenceStore;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Requests that wait until somebody's presence is another than they know. Whoever waits listens before reading, so what is
 * published in between wakes it. What no event tells, and what changes by time alone, is found by looking now and then.
 */
@Singleton
class PresenceWaiter {

    private final PresenceStore store;
    private final PresenceChangeFeed news;
    private final ObjectMapper json;
    private final Duration look;

    PresenceWaiter(PresenceStore store, PresenceChangeFeed news, ObjectMapper json, WatchConfig config) {
        this.store = store;
        this.news = news;
        this.json = json;
        this.look = config.look();
    }

    /** The presence now. */
    Uni<PresenceRendering> load(UserRef user) {
        return store.load(user).map(presence -> PresenceRendering.of(PresenceAnswer.of(presence), json));
    }

    /** The presence as soon as it is none that the header names, and else when the time is over. */
    Uni<PresenceRendering> await(UserRef user, String ifNoneMatch, Duration atMost) {
        long until = System.nanoTime() + atMost.toNanos();
        return news.ready().chain(() -> await(user, ifNoneMatch, until));
    }

    private Uni<PresenceRendering> await(UserRef user, String ifNoneMatch, long until) {
        Place place = new Place(user);
        return load(user)
                .onFailure()
                .invoke(place::leave)
                .onCancellation()
                .invoke(place::leave)
                .chain(found -> {
                    Duration left = Duration.ofNanos(until - System.nanoTime());
                    if (!found.isAsIn(ifNoneMatch) || !left.isPositive()) {
                        place.leave();
                        return Uni.createFrom().item(found);
                    }
                    return place.await(left.compareTo(look) > 0 ? look : left)
                            .chain(() -> await(user, ifNoneMatch, until));
                });
    }

    /** One request's place among the listeners. */
    private final class Place {

        private final UserRef user;
        private final CompletableFuture<@Nullable Void> woken = new CompletableFuture<>();
        private final Runnable wake = () -> woken.complete(null);

        Place(UserRef user) {
            this.user = user;
            news.listen(user, wake);
        }

        Uni<Void> await(Duration atMost) {
            return Uni.createFrom()
                    .completionStage(woken)
                    .ifNoItem()
                    .after(atMost)
                    .recoverWithUni(Uni.createFrom().nullItem())
                    .onTermination()
                    .invoke(this::leave);
        }

        void leave() {
            news.leave(user, wake);
        }
    }
}
