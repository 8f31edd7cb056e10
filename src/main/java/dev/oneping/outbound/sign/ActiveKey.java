package dev.oneping.outbound.sign;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A key and how long it signs.
 *
 * @param until the end of its overlap with the key that took its place; null for the key of today
 */
public record ActiveKey(
        SigningKey key, Instant created, @Nullable Instant until) {

    /** Whether it signs now. */
    public boolean isLive(Instant now) {
        return until == null || now.isBefore(until);
    }
}
