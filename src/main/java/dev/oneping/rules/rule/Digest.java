package dev.oneping.rules.rule;

import dev.oneping.rules.expression.Condition;
import dev.oneping.rules.expression.Key;
import java.time.Duration;

/**
 * The parameters of a digest, which collects several notifications into one.
 *
 * @param key      the grouping key
 * @param window   the collection time, counted from the first pending notification
 * @param lookBack the first notification is shown at once if there was none for this long
 * @param flush    a notification that meets this condition is shown at once, together with all pending ones
 */
public record Digest(Key key, Duration window, Duration lookBack, Condition flush) {
    public Digest {
        if (!window.isPositive() || lookBack.isNegative()) {
            throw new IllegalArgumentException("window must be positive, and look_back not negative");
        }
    }
}
