package dev.oneping.delivery;

import dev.oneping.events.Event;
import dev.oneping.events.NotificationEvent;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the world is told of attempts. */
final class AttemptEvents {

    private AttemptEvents() {}

    /** That the device loses it; nothing where there is none. */
    static Optional<Event> retracted(TransitionContext at, @Nullable Attempt loser, String reason) {
        return Optional.ofNullable(loser)
                .map(attempt -> attempt.target().device())
                .map(device -> new NotificationEvent.Retracted(at.id(), device, reason));
    }

    /** That an attempt begins. */
    static Event begun(TransitionContext at, Attempt attempt) {
        Target target = attempt.target();
        return new NotificationEvent.Delivering(
                at.id(), attempt.number(), target.device(), target.channel(), attempt.ackBy());
    }
}
