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
record Ending(Tracked before, Move move, TraceLine line) {

    /** Of a life that is open; none of one that has ended, for that stays as it is. */
    static Optional<Ending> of(Tracked before, String reason, Instant now) {
        if (!(before.state() instanceof Open open)) {
            return Optional.empty();
        }
        Move move = open.cancel(new Moment(before.id(), Instant.MAX, now), reason);
        TraceLine line = new TraceLine(
                now, reason, move.events().stream().map(Event::type).toList(), null, null, null, null);
        return Optional.of(new Ending(before, move, line));
    }

    /** The life after it. */
    Tracked after() {
        return new Tracked(before.id(), before.to(), before.version() + 1, move.next());
    }
}
