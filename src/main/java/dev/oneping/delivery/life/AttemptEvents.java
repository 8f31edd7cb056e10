package dev.oneping.delivery.life;

import dev.oneping.events.Event;
import dev.oneping.events.NotificationEvent;
import dev.oneping.model.DeviceId;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Creates the events that an attempt emits. */
final class AttemptEvents {

    private AttemptEvents() {}

    /** Returns the events that devices lost the notification, one for each. */
    static List<Event> retracted(
            TransitionContext at, @Nullable Attempt loser, Collection<Target> hidden, String reason) {
        if (loser == null && hidden.isEmpty()) {
            return List.of();
        }
        return Stream.concat(Stream.ofNullable(loser).map(Attempt::target), hidden.stream())
                .flatMap(target -> Stream.ofNullable(target.device()))
                .<Event>map(device -> new NotificationEvent.Retracted(at.id(), device, reason))
                .toList();
    }

    /** Returns the event that further devices show it without sound; empty if there are none. */
    static List<Event> displayed(TransitionContext at, List<DeviceId> devices) {
        return devices.isEmpty() ? List.of() : List.of(new NotificationEvent.Displayed(at.id(), devices));
    }

    /** Returns the event that an attempt began. */
    static Event begun(TransitionContext at, Attempt attempt) {
        Target target = attempt.target();
        return new NotificationEvent.Delivering(
                at.id(), attempt.number(), target.device(), target.channel(), attempt.ackBy());
    }
}
