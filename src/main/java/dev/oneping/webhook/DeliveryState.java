package dev.oneping.webhook;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Where a delivery is in its life. */
enum DeliveryState {
    /** It will be attempted, for the first time or again. */
    PENDING,
    /** The receiver took it. */
    SUCCEEDED,
    /** All attempts failed, or one failed for good. */
    DEAD,
    /** It was thrown away unsent, because the subscription was disabled. */
    DISCARDED;

    @JsonValue
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static DeliveryState named(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
