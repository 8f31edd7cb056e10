package dev.oneping.availability;

import dev.oneping.events.PresenceEvent;
import dev.oneping.model.UserRef;
import dev.oneping.presence.Presence;
import dev.oneping.presence.store.PresenceStore;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Checks the availability requests for a user: when the user's presence has changed, when one may be fulfilled by the
 * passing of time, and when one expires. Early, repeated or concurrent checks do no harm.
 */
@Singleton
class AvailabilityChecker {

    /** The time a check may take before another one starts; it takes a few round trips. */
    static final Duration CLAIM = Duration.ofSeconds(10);

    private final AvailabilityStore store;
    private final PresenceStore presence;
    private final Clock clock;
    private final Duration recheck;

    AvailabilityChecker(AvailabilityStore store, PresenceStore presence, AvailabilityConfig config, Clock clock) {
        this.store = store;
        this.presence = presence;
        this.clock = clock;
        this.recheck = config.recheck();
    }

    /**
     * Completes fulfilled and expired requests, and schedules the next check; returns the branch that the last step
     * took.
     */
    Uni<String> check(UserRef user) {
        Instant now = clock.instant();
        return store.pending(user)
                .chain(pending -> presence.load(user)
                        .chain(person -> complete(user, pending.requests(), person, now)
                                .chain(() -> store.next(
                                        user,
                                        pending.counter(),
                                        next(pending.requests(), person, now),
                                        now.plus(CLAIM.dividedBy(2))))));
    }

    private Uni<Void> complete(UserRef user, List<PendingAvailabilityRequest> requests, Presence person, Instant now) {
        return Multi.createFrom()
                .iterable(requests)
                .onItem()
                .transformToUniAndConcatenate(request -> completion(request, person, now)
                        .map(event -> store.complete(user, request.id(), event))
                        .orElse(Uni.createFrom().item(false)))
                .collect()
                .last()
                .replaceWithVoid();
    }

    /** Returns the final event of a request, if it is due. An expired request was not fulfilled in time. */
    private static Optional<PresenceEvent> completion(
            PendingAvailabilityRequest request, Presence person, Instant now) {
        if (request.isOver(now)) {
            return Optional.of(new PresenceEvent.AvailabilityExpired(request.id()));
        }
        return request.fulfilled(person, now)
                .map(device -> new PresenceEvent.Available(
                        request.id(),
                        device.id(),
                        device.attention().state().code(),
                        device.attention().since()));
    }

    private Instant next(List<PendingAvailabilityRequest> requests, Presence person, Instant now) {
        Instant latest = now.plus(recheck);
        return requests.stream()
                .filter(request -> completion(request, person, now).isEmpty())
                .map(request -> request.next(person))
                .filter(latest::isAfter)
                .min(Instant::compareTo)
                .orElse(latest);
    }
}
