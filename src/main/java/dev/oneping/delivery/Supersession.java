package dev.oneping.delivery;

import dev.oneping.delivery.State.Open;
import dev.oneping.events.Event;
import java.time.Instant;
import java.util.Optional;

/**
 * That one notification ends in the same step in which another takes its place, or stands for it.
 *
 * @param before the life that ends, as the step must find it
 * @param move   how it ends
 * @param line   what its story tells of it
 */
record Supersession(VersionedState before, Transition move, TraceLine line) {

    /** Of a life that is open; none of one that has ended, for that stays as it is. */
    static Optional<Supersession> of(VersionedState before, String reason, Instant now) {
        if (!(before.state() instanceof Open open)) {
            return Optional.empty();
        }
        Transition move = open.cancel(new TransitionContext(before.id(), Instant.MAX, now), reason);
        TraceLine line = new TraceLine(
                now, reason, move.events().stream().map(Event::type).toList(), null, null, null, null);
        return Optional.of(new Supersession(before, move, line));
    }

    /** The life after it. */
    VersionedState after() {
        return new VersionedState(before.id(), before.to(), before.version() + 1, move.next());
    }
}
