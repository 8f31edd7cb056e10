package dev.oneping.presence.availability;

import dev.oneping.events.PresenceEvent;
import dev.oneping.model.UserRef;
import dev.oneping.presence.Presence;
import dev.oneping.presence.PresenceStore;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Looks at people whom somebody waits for: when their presence has changed, when a wish may be fulfilled by the passing of
 * time, and when one is over. To look too early, twice or on several nodes does no harm.
 */
@Singleton
class AvailabilityChecker {

    /** How long a look may take before another is begun; it is a few round trips. */
    static final Duration CLAIM = Duration.ofSeconds(10);

    private final AvailabilityStore store;
    private final PresenceStore presence;
    private final Clock clock;
    private final Duration net;

    AvailabilityChecker(AvailabilityStore store, PresenceStore presence, AvailabilityConfig config, Clock clock) {
        this.store = store;
        this.presence = presence;
        this.clock = clock;
        this.net = config.look();
    }

    /** Ends what is fulfilled or over, and says when to look again; answers the branch that the last step took. */
    Uni<String> look(UserRef user) {
        Instant now = clock.instant();
        return store.waiting(user)
                .chain(waiting -> presence.load(user)
                        .chain(person -> settle(user, waiting.wishes(), person, now)
                                .chain(() -> store.next(
                                        user,
                                        waiting.counter(),
                                        next(waiting.wishes(), person, now),
                                        now.plus(CLAIM.dividedBy(2))))));
    }

    private Uni<Void> settle(UserRef user, List<PendingAvailabilityRequest> wishes, Presence person, Instant now) {
        return Multi.createFrom()
                .iterable(wishes)
                .onItem()
                .transformToUniAndConcatenate(wish -> ending(wish, person, now)
                        .map(event -> store.settle(user, wish.id(), event))
                        .orElse(Uni.createFrom().item(false)))
                .collect()
                .last()
                .replaceWithVoid();
    }

    /** Its one event, if its time has come. What is over was not fulfilled in time. */
    private static Optional<PresenceEvent> ending(PendingAvailabilityRequest wish, Presence person, Instant now) {
        if (wish.isOver(now)) {
            return Optional.of(new PresenceEvent.AvailabilityExpired(wish.id()));
        }
        return wish.fulfilled(person, now)
                .map(device -> new PresenceEvent.Available(
                        wish.id(),
                        device.id(),
                        device.attention().state().code(),
                        device.attention().since()));
    }

    private Instant next(List<PendingAvailabilityRequest> wishes, Presence person, Instant now) {
        Instant latest = now.plus(net);
        return wishes.stream()
                .filter(wish -> ending(wish, person, now).isEmpty())
                .map(wish -> wish.next(person))
                .filter(latest::isAfter)
                .min(Instant::compareTo)
                .orElse(latest);
    }
}
