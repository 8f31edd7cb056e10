package dev.oneping.events;

import dev.oneping.model.DeviceId;
import dev.oneping.model.NotificationId;
import dev.oneping.model.Priority;
import java.time.Instant;

/** What became of a notification. */
public sealed interface NotificationEvent extends Event {

    /** Which one. */
    NotificationId notification();

    @EventType(name = "notification.accepted", means = "It was stored and will be decided on.")
    record Accepted(NotificationId notification, String category, Priority priority) implements NotificationEvent {}

    @EventType(name = "notification.held", means = "It waits for a condition or a time.")
    record Held(NotificationId notification, String reason, Instant until) implements NotificationEvent {}

    @EventType(name = "notification.delivering", means = "An attempt to reach a device began.")
    record Delivering(NotificationId notification, int attempt, DeviceId device, Instant ackBy)
            implements NotificationEvent {}

    @EventType(name = "notification.received", means = "A device has it. No person need have seen it.")
    record Received(NotificationId notification, int attempt, DeviceId device) implements NotificationEvent {}

    @EventType(name = "notification.seen", means = "A person saw it.")
    record Seen(NotificationId notification, DeviceId device) implements NotificationEvent {}

    @EventType(name = "notification.acted", means = "A person did what it asked for.")
    record Acted(NotificationId notification, DeviceId device) implements NotificationEvent {}

    @EventType(name = "notification.dismissed", means = "A person put it away.")
    record Dismissed(NotificationId notification, DeviceId device) implements NotificationEvent {}

    @EventType(
            name = "notification.escalated",
            means = "An attempt stayed without an answer of a person, so it goes on.")
    record Escalated(NotificationId notification, int attempt, DeviceId device, String reason)
            implements NotificationEvent {}

    @EventType(name = "notification.retracted", means = "It was taken away from a device.")
    record Retracted(NotificationId notification, DeviceId device, String reason) implements NotificationEvent {}

    @EventType(name = "notification.suppressed", means = "The rules decided that it shall not be shown.")
    record Suppressed(NotificationId notification, String reason) implements NotificationEvent {}

    @EventType(name = "notification.expired", means = "Its time was over before a person answered.")
    record Expired(NotificationId notification) implements NotificationEvent {}

    @EventType(name = "notification.exhausted", means = "All attempts that its policy allows stayed without an answer.")
    record Exhausted(NotificationId notification, int attempts) implements NotificationEvent {}

    @EventType(name = "notification.cancelled", means = "It was called off.")
    record Cancelled(NotificationId notification, String reason) implements NotificationEvent {}
}
