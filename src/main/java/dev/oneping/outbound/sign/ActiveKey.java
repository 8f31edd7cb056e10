package dev.oneping.outbound.sign;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A signing key with its period of validity.
 *
 * @param until the end of its overlap with the key that replaced it; null for the current key
 */
public record ActiveKey(
        SigningKey key, Instant created, @Nullable Instant until) {

    /** Returns whether the key is active. */
    public boolean isLive(Instant now) {
        return until == null || now.isBefore(until);
    }
}
