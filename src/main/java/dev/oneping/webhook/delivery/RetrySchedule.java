package dev.oneping.webhook.delivery;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The schedule of retries: growing pauses over three days with a jitter of ±20 %, so that receivers which failed
 * together are not called together.
 *
 * @param pauses the pauses before the second attempt, the third, and so on
 * @see <a href="https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md">the
 *     schedule that Standard Webhooks suggests</a>
 */
record RetrySchedule(List<Duration> pauses) {

    /** The longest pause that a receiver's {@code Retry-After} can cause. */
    static final Duration LONGEST = Duration.ofHours(24);

    private static final double JITTER = 0.2;

    /** Copies the pauses. */
    RetrySchedule {
        pauses = List.copyOf(pauses);
    }

    /** Returns the total number of attempts. */
    int attempts() {
        return pauses.size() + 1;
    }

    /**
     * Returns the pause after a failed attempt; empty if that was the last.
     *
     * @param attempt counted from 1
     * @param requested the receiver's {@code Retry-After}: it lengthens the pause, up to a day, and never shortens it;
     *                  the receiver is called no sooner than that
     */
    Optional<Duration> after(int attempt, Optional<Duration> requested, RandomGenerator random) {
        if (attempt > pauses.size()) {
            return Optional.empty();
        }
        Duration base = pauses.get(attempt - 1);
        long fifth = (long) (base.toMillis() * JITTER);
        Duration chance = Duration.ofMillis(fifth - (long) (2 * fifth * random.nextDouble()));
        return Optional.of(requested
                .filter(asked -> asked.compareTo(base) > 0)
                .map(asked -> shorter(asked, LONGEST).plus(chance.abs()))
                .orElseGet(() -> base.plus(chance)));
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
