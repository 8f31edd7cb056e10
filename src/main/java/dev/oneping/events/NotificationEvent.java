package dev.oneping.events;

import dev.oneping.model.DeviceId;
import dev.oneping.model.EscalationPosition;
import dev.oneping.model.NotificationId;
import dev.oneping.model.Priority;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Events about a notification's delivery. An attempt names its device, its channel, or both: a device with a live
 * session needs no channel, and an e-mail has no device.
 */
public sealed interface NotificationEvent extends Event {

    /** The notification concerned. */
    NotificationId notification();

    @EventType(
            name = "notification.accepted",
            means = "The notification was stored; the rules will decide on its delivery.")
    record Accepted(NotificationId notification, String category, Priority priority) implements NotificationEvent {}

    @EventType(
            name = "notification.held",
            means = "The notification is held until a condition is met or a time is reached.")
    record Held(NotificationId notification, String reason, Instant until) implements NotificationEvent {}

    @EventType(
            name = "notification.delivering",
            means = "An attempt to reach the user started, on a device or through a channel.")
    record Delivering(
            NotificationId notification,
            int attempt,
            @Nullable DeviceId device,
            @Nullable String channel,
            Instant ackBy)
            implements NotificationEvent {}

    /**
     * @param devices the devices that did not show it before
     */
    @EventType(
            name = "notification.displayed",
            means = "Further devices of the user show the notification, without sound.")
    record Displayed(NotificationId notification, List<DeviceId> devices) implements NotificationEvent {

        /** Copies the devices. */
        public Displayed {
            devices = List.copyOf(devices);
        }
    }

    /**
     * @param device     the device in use that shows it
     * @param confidence the estimated probability, 0 to 1
     * @param revoked    whether an earlier presumption is taken back, because the device cannot show it
     */
    @EventType(
            name = "notification.presumed_seen",
            means = "The user probably saw the notification on a device in use. It stays open and unread.")
    record PresumedSeen(NotificationId notification, DeviceId device, double confidence, boolean revoked)
            implements NotificationEvent {}

    @EventType(
            name = "notification.received",
            means = "A device received the notification. The user may not have seen it yet.")
    record Received(NotificationId notification, int attempt, DeviceId device) implements NotificationEvent {}

    @EventType(name = "notification.seen", means = "The user saw the notification.")
    record Seen(NotificationId notification, DeviceId device) implements NotificationEvent {}

    @EventType(name = "notification.acted", means = "The user acted on the notification.")
    record Acted(NotificationId notification, DeviceId device) implements NotificationEvent {}

    @EventType(name = "notification.dismissed", means = "The user dismissed the notification.")
    record Dismissed(NotificationId notification, DeviceId device) implements NotificationEvent {}

    @EventType(
            name = "notification.escalated",
            means = "The user did not respond to an attempt in time, so the escalation continues with the next one.")
    record Escalated(
            NotificationId notification,
            int attempt,
            @Nullable DeviceId device,
            @Nullable String channel,
            String reason)
            implements NotificationEvent {}

    @EventType(name = "notification.retracted", means = "The notification was removed from a device.")
    record Retracted(NotificationId notification, DeviceId device, String reason) implements NotificationEvent {}

    @EventType(name = "notification.suppressed", means = "The rules decided not to show the notification.")
    record Suppressed(NotificationId notification, String reason) implements NotificationEvent {}

    @EventType(name = "notification.expired", means = "The notification expired before the user responded.")
    record Expired(NotificationId notification) implements NotificationEvent {}

    /**
     * @param reason {@code all_rounds_over}, {@code plan_deadline} or {@code too_many_attempts}
     * @param tried  every attempt, oldest first: the full record for follow-up
     */
    @EventType(
            name = "notification.exhausted",
            means = "The user responded to none of the attempts that the policy allows.")
    record Exhausted(NotificationId notification, int attempts, String reason, List<Tried> tried)
            implements NotificationEvent {

        /** Copies the record. */
        public Exhausted {
            tried = List.copyOf(tried);
        }
    }

    /**
     * One attempt in the record of an exhausted notification.
     *
     * @param device     the device; null if the channel addresses none
     * @param channel    the channel; null if the device had a live session
     * @param at         the position in the escalation policy
     * @param receivedAt when the device confirmed receipt; null if it did not
     * @param over       why the attempt was abandoned
     */
    record Tried(
            int number,
            @Nullable DeviceId device,
            @Nullable String channel,
            EscalationPosition at,
            Instant startedAt,
            @Nullable Instant receivedAt,
            String over) {}

    @EventType(name = "notification.cancelled", means = "The notification was cancelled.")
    record Cancelled(NotificationId notification, String reason) implements NotificationEvent {}
}
