package dev.oneping.events;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.oneping.model.DeviceId;
import dev.oneping.model.NotificationId;
import dev.oneping.model.Priority;
import dev.oneping.model.StepAt;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What became of a notification. */
public sealed interface NotificationEvent extends Event {

    /** Which one. */
    NotificationId notification();

    /** It was stored and will be decided on. */
    record Accepted(NotificationId notification, String category, Priority priority) implements NotificationEvent {
        @Override
        @JsonIgnore
        public String type() {
            return "notification.accepted";
        }
    }

    /** It waits for a condition or a time. */
    record Held(NotificationId notification, String reason, Instant until) implements NotificationEvent {
        @Override
        @JsonIgnore
        public String type() {
            return "notification.held";
        }
    }

    /** An attempt to reach a device began. */
    record Delivering(NotificationId notification, int attempt, DeviceId device, Instant ackBy)
            implements NotificationEvent {
        @Override
        @JsonIgnore
        public String type() {
            return "notification.delivering";
        }
    }

    /** A device has it. No person need have seen it. */
    record Received(NotificationId notification, int attempt, DeviceId device) implements NotificationEvent {
        @Override
        @JsonIgnore
        public String type() {
            return "notification.received";
        }
    }

    /** A person saw it. */
    record Seen(NotificationId notification, DeviceId device) implements NotificationEvent {
        @Override
        @JsonIgnore
        public String type() {
            return "notification.seen";
        }
    }

    /** A person did what it asked for. */
    record Acted(NotificationId notification, DeviceId device) implements NotificationEvent {
        @Override
        @JsonIgnore
        public String type() {
            return "notification.acted";
        }
    }

    /** A person put it away. */
    record Dismissed(NotificationId notification, DeviceId device) implements NotificationEvent {
        @Override
        @JsonIgnore
        public String type() {
            return "notification.dismissed";
        }
    }

    /** An attempt stayed without an answer of a person, so it goes on. */
    record Escalated(NotificationId notification, int attempt, DeviceId device, String reason)
            implements NotificationEvent {
        @Override
        @JsonIgnore
        public String type() {
            return "notification.escalated";
        }
    }

    /** It was taken away from a device. */
    record Retracted(NotificationId notification, DeviceId device, String reason) implements NotificationEvent {
        @Override
        @JsonIgnore
        public String type() {
            return "notification.retracted";
        }
    }

    /** The rules decided that it shall not be shown. */
    record Suppressed(NotificationId notification, String reason) implements NotificationEvent {
        @Override
        @JsonIgnore
        public String type() {
            return "notification.suppressed";
        }
    }

    /** Its time was over before a person answered. */
    record Expired(NotificationId notification) implements NotificationEvent {
        @Override
        @JsonIgnore
        public String type() {
            return "notification.expired";
        }
    }

    /**
     * All attempts that its policy allows stayed without an answer.
     *
     * @param reason   {@code all_rounds_over}, {@code plan_deadline} or {@code too_many_attempts}
     * @param tried    each attempt, the oldest first: the whole record for whoever looks after it now
     */
    record Exhausted(NotificationId notification, int attempts, String reason, List<Tried> tried)
            implements NotificationEvent {

        public Exhausted {
            tried = List.copyOf(tried);
        }

        @Override
        @JsonIgnore
        public String type() {
            return "notification.exhausted";
        }
    }

    /**
     * One attempt in the record of an exhausted notification.
     *
     * @param at         which step of the policy it made
     * @param receivedAt when the device had it; null if it never said so
     * @param over       why it was given up
     */
    record Tried(
            int number,
            DeviceId device,
            StepAt at,
            Instant startedAt,
            @Nullable Instant receivedAt,
            String over) {}

    /** It was called off. */
    record Cancelled(NotificationId notification, String reason) implements NotificationEvent {
        @Override
        @JsonIgnore
        public String type() {
            return "notification.cancelled";
        }
    }
}
