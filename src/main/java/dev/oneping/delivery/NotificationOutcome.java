package dev.oneping.delivery;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.oneping.events.NotificationEvent;
import dev.oneping.model.DeviceId;
import dev.oneping.model.NotificationId;

/** How a notification's life ended. */
public enum NotificationOutcome {
    /** A person saw it. */
    @JsonProperty("seen")
    SEEN,
    /** A person did what it asked for. */
    @JsonProperty("acted")
    ACTED,
    /** A person put it away. */
    @JsonProperty("dismissed")
    DISMISSED,
    /** The rules decided that it shall not be shown. */
    @JsonProperty("suppressed")
    SUPPRESSED,
    /** Its time was over. */
    @JsonProperty("expired")
    EXPIRED,
    /** All attempts that are allowed stayed without an answer. */
    @JsonProperty("exhausted")
    EXHAUSTED,
    /** The app called it off, or a newer one took its place. */
    @JsonProperty("cancelled")
    CANCELLED;

    /** Whether a person brought it about. */
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
                throw new IllegalArgumentException(this + " is not a person's answer");
        };
    }
}
