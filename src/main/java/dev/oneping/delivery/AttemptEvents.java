package dev.oneping.delivery;

import dev.oneping.events.Event;
import dev.oneping.events.NotificationEvent;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Creates the events that an attempt emits. */
final class AttemptEvents {

    private AttemptEvents() {}

    /** Returns the event that a device lost the notification; empty if no device did. */
    static Optional<Event> retracted(TransitionContext at, @Nullable Attempt loser, String reason) {
        return Optional.ofNullable(loser)
                .map(attempt -> attempt.target().device())
                .map(device -> new NotificationEvent.Retracted(at.id(), device, reason));
    }

    /** Returns the event that an attempt began. */
    static Event begun(TransitionContext at, Attempt attempt) {
        Target target = attempt.target();
        return new NotificationEvent.Delivering(
                at.id(), attempt.number(), target.device(), target.channel(), attempt.ackBy());
    }
}
