package dev.oneping.delivery;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What came of asking to sound.
 *
 * @param granted whether this session may sound
 * @param fence   grows with each new holder, so that of two who believe to have the right the older one is known; 0 where
 *                there is nothing to sound for
 * @param until   when the right ends: this session's, or that of the one that has it; null where there is nothing to sound for
 */
public record RingLease(
        boolean granted, long fence, @Nullable Instant until) {

    static final RingLease NOTHING_RINGS = new RingLease(false, 0, null);
}
