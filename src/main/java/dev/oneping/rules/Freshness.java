package dev.oneping.rules;

import java.time.Duration;
import java.time.Instant;

/**
 * How old an observation may be. An older one is no fact any more: what it said is unknown.
 *
 * @param battery the oldest battery report that counts
 * @param network the oldest network report that counts
 */
public record Freshness(Duration battery, Duration network) {

    /** What a rule set that says nothing gets: half an hour, so that yesterday's battery decides nothing. */
    public static final Freshness DEFAULT = new Freshness(Duration.ofMinutes(30), Duration.ofMinutes(30));

    static boolean isFresh(Instant observedAt, Duration maxAge, Instant now) {
        return !observedAt.plus(maxAge).isBefore(now);
    }
}
