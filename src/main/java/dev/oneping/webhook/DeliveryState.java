package dev.oneping.webhook;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** Where a delivery is in its life. */
public enum DeliveryState {
    /** It will be attempted, for the first time or again. */
    @JsonProperty("pending")
    PENDING,
    /** The receiver took it. */
    @JsonProperty("succeeded")
    SUCCEEDED,
    /** All attempts failed, or one failed for good. */
    @JsonProperty("dead")
    DEAD,
    /** It was thrown away unsent, because the subscription was disabled. */
    @JsonProperty("discarded")
    DISCARDED;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static DeliveryState named(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
