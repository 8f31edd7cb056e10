package dev.oneping.rules;

import java.time.Duration;

/**
 * How notifications are gathered into one.
 *
 * @param key      those with an equal key belong together
 * @param window   how long they are gathered, from the first that waits
 * @param lookBack the first is shown at once if there was none for this long
 * @param flush    one for which this holds is shown at once, and takes along what waits
 */
public record Digest(Key key, Duration window, Duration lookBack, Condition flush) {
    public Digest {
        if (!window.isPositive() || lookBack.isNegative()) {
            throw new IllegalArgumentException("window must be positive, and look_back not negative");
        }
    }
}
