package dev.oneping.rules.expression;

import java.time.Duration;
import java.time.Instant;

/**
 * The maximum age of observations. An older one counts as unknown.
 *
 * @param battery the maximum age of a battery report
 * @param network the maximum age of a network report
 */
public record Freshness(Duration battery, Duration network) {

    /** The default of half an hour, so that yesterday's battery level affects no decision. */
    public static final Freshness DEFAULT = new Freshness(Duration.ofMinutes(30), Duration.ofMinutes(30));

    static boolean isFresh(Instant observedAt, Duration maxAge, Instant now) {
        return !observedAt.plus(maxAge).isBefore(now);
    }
}
