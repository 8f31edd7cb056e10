package dev.oneping.model;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A token bucket whose entire state is one number that the caller keeps: the time at which all permits taken so far
 * are replenished.
 *
 * @param interval nanoseconds per permit
 * @param ahead    the maximum, in nanoseconds, by which the state may be ahead of the present time
 * @see <a href="https://en.wikipedia.org/wiki/Generic_cell_rate_algorithm">generic cell rate algorithm</a>
 */
public record RateLimit(long interval, long ahead) {

    /** The result of {@link #take} when no permit is available. */
    public static final long REFUSED = Long.MIN_VALUE;

    /** Creates a limit of {@code burst} permits at once, and in the long run {@code count} per period. */
    public static RateLimit of(int burst, int count, Duration period) {
        long interval = period.toNanos() / count;
        return new RateLimit(interval, interval * burst);
    }

    /**
     * Takes one permit.
     *
     * @param debt the result of the last call; initially the present time
     * @param now  the time of {@link System#nanoTime()} or a similar clock
     * @return the new debt, or {@link #REFUSED}, which leaves the debt unchanged
     */
    public long take(long debt, long now) {
        long after = (debt - now > 0 ? debt : now) + interval;
        return after - now > ahead ? REFUSED : after;
    }

    /**
     * Takes one permit of a debt that several threads share.
     *
     * @return false if none is available; the debt is unchanged then
     */
    public boolean take(AtomicLong debt, long now) {
        while (true) {
            long before = debt.get();
            long after = take(before, now);
            if (after == REFUSED || debt.compareAndSet(before, after)) {
                return after != REFUSED;
            }
        }
    }

    /** The number of permits available at that time. */
    public long left(long debt, long now) {
        return debt - now > 0 ? (ahead - (debt - now)) / interval : ahead / interval;
    }

    /** The time until the next permit is available; zero if one is available now. */
    public Duration untilNext(long debt, long now) {
        return Duration.ofNanos(Math.max(0, debt + interval - ahead - now));
    }
}
