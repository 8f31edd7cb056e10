package dev.oneping.webhook;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * When a delivery that failed is tried again: after growing pauses over three days, each a fifth shorter or longer by
 * chance, so that receivers which were away together are not called together.
 *
 * @param pauses before the second attempt, the third, and so on
 * @see <a href="https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md">the schedule
 *     that Standard Webhooks suggests</a>
 */
record RetrySchedule(List<Duration> pauses) {

    /** No wish of a receiver puts a delivery off for longer. */
    static final Duration LONGEST = Duration.ofHours(24);

    private static final double JITTER = 0.2;

    /** Copies the pauses. */
    RetrySchedule {
        pauses = List.copyOf(pauses);
    }

    /** How many attempts there are in all. */
    int attempts() {
        return pauses.size() + 1;
    }

    /**
     * The pause after a failed attempt; empty if that was the last.
     *
     * @param attempt counted from 1
     * @param wish    what the receiver asked for by {@code Retry-After}: it may lengthen the pause, up to a day, and
     *                never shortens it; it is called no sooner than it asked for
     */
    Optional<Duration> after(int attempt, Optional<Duration> wish, RandomGenerator random) {
        if (attempt > pauses.size()) {
            return Optional.empty();
        }
        Duration base = pauses.get(attempt - 1);
        long fifth = (long) (base.toMillis() * JITTER);
        Duration chance = Duration.ofMillis(fifth - (long) (2 * fifth * random.nextDouble()));
        return Optional.of(wish.filter(asked -> asked.compareTo(base) > 0)
                .map(asked -> shorter(asked, LONGEST).plus(chance.abs()))
                .orElseGet(() -> base.plus(chance)));
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }
}
