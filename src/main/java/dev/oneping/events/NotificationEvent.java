package dev.oneping.events;

import dev.oneping.model.DeviceId;
import dev.oneping.model.EscalationPosition;
import dev.oneping.model.NotificationId;
import dev.oneping.model.Priority;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What became of a notification. Where an attempt is named, so is the device that was asked, the channel that brought it
 * there, or both: a device with a live session needs no channel, and an e-mail goes to no device.
 */
public sealed interface NotificationEvent extends Event {

    /** Which one. */
    NotificationId notification();

    @EventType(name = "notification.accepted", means = "It was stored and will be decided on.")
    record Accepted(NotificationId notification, String category, Priority priority) implements NotificationEvent {}

    @EventType(name = "notification.held", means = "It waits for a condition or a time.")
    record Held(NotificationId notification, String reason, Instant until) implements NotificationEvent {}

    @EventType(
            name = "notification.delivering",
            means = "An attempt to reach the person began, on a device or by a channel.")
    record Delivering(
            NotificationId notification,
            int attempt,
            @Nullable DeviceId device,
            @Nullable String channel,
            Instant ackBy)
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
    record Escalated(
            NotificationId notification,
            int attempt,
            @Nullable DeviceId device,
            @Nullable String channel,
            String reason)
            implements NotificationEvent {}

    @EventType(name = "notification.retracted", means = "It was taken away from a device.")
    record Retracted(NotificationId notification, DeviceId device, String reason) implements NotificationEvent {}

    @EventType(name = "notification.suppressed", means = "The rules decided that it shall not be shown.")
    record Suppressed(NotificationId notification, String reason) implements NotificationEvent {}

    @EventType(name = "notification.expired", means = "Its time was over before a person answered.")
    record Expired(NotificationId notification) implements NotificationEvent {}

    /**
     * @param reason {@code all_rounds_over}, {@code plan_deadline} or {@code too_many_attempts}
     * @param tried  each attempt, the oldest first: the whole record for whoever looks after it now
     */
    @EventType(name = "notification.exhausted", means = "All attempts that its policy allows stayed without an answer.")
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
     * @param device     the device that was asked; null where a channel brought it to no device
     * @param channel    the channel that brought it; null where the device had a live session
     * @param at         which step of the policy it made
     * @param receivedAt when the device had it; null if it never said so
     * @param over       why it was given up
     */
    record Tried(
            int number,
            @Nullable DeviceId device,
            @Nullable String channel,
            EscalationPosition at,
            Instant startedAt,
            @Nullable Instant receivedAt,
            String over) {}

    @EventType(name = "notification.cancelled", means = "It was called off.")
    record Cancelled(NotificationId notification, String reason) implements NotificationEvent {}
}
