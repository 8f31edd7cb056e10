package dev.oneping.delivery.port;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The result of asking for the right to sound.
 *
 * @param granted whether this session may sound
 * @param fence   the fencing token, which grows with each new holder, so that an outdated holder is recognized; 0 if
 *                there is nothing to sound for
 * @param until   when the right of its current holder ends, which is this session if granted; null if there is nothing
 *                to sound for
 */
public record RingLease(
        boolean granted, long fence, @Nullable Instant until) {

    public static final RingLease NOTHING_RINGS = new RingLease(false, 0, null);
}
