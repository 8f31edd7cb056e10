package dev.oneping.delivery.life;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.oneping.events.NotificationEvent;
import dev.oneping.model.DeviceId;
import dev.oneping.model.NotificationId;

/** The final outcome of a notification. */
public enum NotificationOutcome {
    /** The user saw it. */
    @JsonProperty("seen")
    SEEN,
    /** The user did what it asked for. */
    @JsonProperty("acted")
    ACTED,
    /** The user dismissed it. */
    @JsonProperty("dismissed")
    DISMISSED,
    /** The rules decided not to show it. */
    @JsonProperty("suppressed")
    SUPPRESSED,
    /** It expired. */
    @JsonProperty("expired")
    EXPIRED,
    /** All permitted attempts remained unanswered. */
    @JsonProperty("exhausted")
    EXHAUSTED,
    /** The app cancelled it, or a newer one superseded it. */
    @JsonProperty("cancelled")
    CANCELLED;

    /** Returns whether the user caused it. */
    public boolean isAnswer() {
        return switch (this) {
            case SEEN, ACTED, DISMISSED -> true;
            case SUPPRESSED, EXPIRED, EXHAUSTED, CANCELLED -> false;
        };
    }

    NotificationEvent answer(NotificationId id, DeviceId device) {
        return switch (this) {
            case SEEN -> new NotificationEvent.Seen(id, device);
            case ACTED -> new NotificationEvent.Acted(id, device);
            case DISMISSED -> new NotificationEvent.Dismissed(id, device);
            case SUPPRESSED, EXPIRED, EXHAUSTED, CANCELLED ->
                throw new IllegalArgumentException(this + " is not a user's answer");
        };
    }
}
