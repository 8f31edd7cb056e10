package dev.oneping.webhook.delivery;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** The state of a delivery. */
public enum DeliveryState {
    /** An attempt is due, the first one or a retry. */
    @JsonProperty("pending")
    PENDING,
    /** The receiver accepted it. */
    @JsonProperty("succeeded")
    SUCCEEDED,
    /** All attempts failed, or one failed permanently. */
    @JsonProperty("dead")
    DEAD,
    /** It was discarded unsent because the subscription was disabled. */
    @JsonProperty("discarded")
    DISCARDED;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static DeliveryState named(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
