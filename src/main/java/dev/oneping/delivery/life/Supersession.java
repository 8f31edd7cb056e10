package dev.oneping.delivery.life;

import dev.oneping.delivery.life.State.Open;
import dev.oneping.events.Event;
import java.time.Instant;
import java.util.Optional;

/**
 * Ends a notification atomically with the creation of its replacement or digest.
 *
 * @param before the state that ends, as the step must find it
 * @param move   the transition that ends it
 * @param line   the line for its trace
 */
public record Supersession(VersionedState before, Transition transition, TraceLine line) {

    /** Returns the supersession of an open notification; empty for one that has ended, because that stays as it is. */
    public static Optional<Supersession> of(VersionedState before, String reason, Instant now) {
        if (!(before.state() instanceof Open open)) {
            return Optional.empty();
        }
        Transition transition = open.cancel(new TransitionContext(before.id(), Instant.MAX, now), reason);
        TraceLine line = new TraceLine(
                now, reason, transition.events().stream().map(Event::type).toList(), null, null, null, null);
        return Optional.of(new Supersession(before, transition, line));
    }

    /** Returns the state afterwards. */
    public VersionedState after() {
        return new VersionedState(before.id(), before.to(), before.version() + 1, transition.next());
    }
}
