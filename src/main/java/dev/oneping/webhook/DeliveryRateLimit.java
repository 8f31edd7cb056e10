package dev.oneping.webhook;

import java.time.Duration;
import java.time.Instant;

/**
 * Spreads the deliveries of a subscription that wants only so many a minute: a bucket that holds what one second may bring,
 * one at the least. Belongs to the thread that looks after a lane.
 */
final class DeliveryRateLimit {

    private static final double MINUTE_MS = 60_000;

    private double saved = -1;
    private Instant seen = Instant.MIN;

    /** How many may go now, of so many that want to. They count as gone. */
    int take(int wanted, int perMinute, Instant now) {
        double most = Math.max(1, perMinute / 60.0);
        if (saved < 0) {
            saved = most;
        } else {
            long passed = Math.max(0, Duration.between(seen, now).toMillis());
            saved = Math.min(most, saved + passed * perMinute / MINUTE_MS);
        }
        seen = now;
        int taken = (int) Math.min(wanted, Math.floor(saved + 1e-9));
        saved -= taken;
        return taken;
    }

    /** Gives back what was not needed. */
    void giveBack(int unused) {
        saved += unused;
    }

    /** After how long the next may go. */
    Duration untilNext(int perMinute) {
        return Duration.ofMillis((long) Math.ceil(Math.max(0, 1 - saved) * MINUTE_MS / perMinute) + 1);
    }
}
