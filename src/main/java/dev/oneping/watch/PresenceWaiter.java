package dev.oneping.watch;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.oneping.model.UserRef;
import dev.oneping.presence.PresenceAnswer;
import dev.oneping.presence.store.PresenceStore;
import dev.oneping.redis.time.Time;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Long-poll requests for a presence newer than the client's ETag. A request registers its listener before it reads, so
 * an event published in between wakes it. Changes without events, such as those by the passing of time, are found by
 * polling.
 */
@Singleton
class PresenceWaiter {

    private final PresenceStore store;
    private final PresenceChangeFeed changes;
    private final ObjectMapper json;
    private final Duration recheck;

    PresenceWaiter(PresenceStore store, PresenceChangeFeed changes, ObjectMapper json, WatchConfig config) {
        this.store = store;
        this.changes = changes;
        this.json = json;
        this.recheck = config.recheck();
    }

    /** Returns the current presence. */
    Uni<PresenceRendering> load(UserRef user) {
        return store.load(user).map(presence -> PresenceRendering.of(PresenceAnswer.of(presence), json));
    }

    /** Returns the presence as soon as it differs from the header, or when the time is over. */
    Uni<PresenceRendering> await(UserRef user, String ifNoneMatch, Duration atMost) {
        long until = Time.nanoTime() + atMost.toNanos();
        return changes.ready().chain(() -> await(user, ifNoneMatch, until));
    }

    private Uni<PresenceRendering> await(UserRef user, String ifNoneMatch, long until) {
        Listener listener = new Listener(user);
        return load(user)
                .onFailure()
                .invoke(listener::leave)
                .onCancellation()
                .invoke(listener::leave)
                .chain(found -> {
                    Duration left = Duration.ofNanos(until - Time.nanoTime());
                    if (!found.isAsIn(ifNoneMatch) || !left.isPositive()) {
                        listener.leave();
                        return Uni.createFrom().item(found);
                    }
                    return listener.await(left.compareTo(recheck) > 0 ? recheck : left)
                            .chain(() -> await(user, ifNoneMatch, until));
                });
    }

    /** The listener of one request. */
    private final class Listener {

        private final UserRef user;
        private final CompletableFuture<@Nullable Void> woken = new CompletableFuture<>();
        private final Runnable wake = () -> woken.complete(null);

        Listener(UserRef user) {
            this.user = user;
            changes.listen(user, wake);
        }

        Uni<Void> await(Duration atMost) {
            return Time.await(Uni.createFrom().completionStage(woken), atMost)
                    .onTermination()
                    .invoke(this::leave);
        }

        void leave() {
            changes.leave(user, wake);
        }
    }
}
