package dev.oneping.webhook.delivery;

import java.time.Duration;
import java.time.Instant;

/**
 * A token bucket that spreads the deliveries of a subscription with a rate limit. Its capacity is the tokens of one
 * second, at least one. Confined to the thread that drains a lane.
 */
final class DeliveryRateLimit {

    private static final double MINUTE_MS = 60_000;

    private double saved = -1;
    private Instant seen = Instant.MIN;

    /** Acquires up to {@code wanted} tokens and returns how many were acquired. */
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

    /** Returns tokens that were not used. */
    void giveBack(int unused) {
        saved += unused;
    }

    /** Returns the time until the next token is available. */
    Duration untilNext(int perMinute) {
        return Duration.ofMillis((long) Math.ceil(Math.max(0, 1 - saved) * MINUTE_MS / perMinute) + 1);
    }
}
