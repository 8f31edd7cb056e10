package dev.oneping.model;

import java.time.Duration;

/**
 * A token bucket whose whole state is one number kept by the one who is limited: the time until which everything taken so
 * far is paid for.
 *
 * @param interval nanoseconds until one more may be taken
 * @param ahead    how far, in nanoseconds, the debt may reach into the future
 * @see <a href="https://en.wikipedia.org/wiki/Generic_cell_rate_algorithm">generic cell rate algorithm</a>
 */
public record RateLimit(long interval, long ahead) {

    /** What {@link #take} answers when nothing may be taken. */
    public static final long REFUSED = Long.MIN_VALUE;

    /** Allows {@code burst} at once, and in the long run {@code count} in each period. */
    public static RateLimit of(int burst, int count, Duration period) {
        long interval = period.toNanos() / count;
        return new RateLimit(interval, interval * burst);
    }

    /**
     * Takes one.
     *
     * @param debt what the last call answered; the present time at first
     * @param now  by {@link System#nanoTime()} or a clock like it
     * @return the debt after that, or {@link #REFUSED}, with the debt as it was
     */
    public long take(long debt, long now) {
        long after = (debt - now > 0 ? debt : now) + interval;
        return after - now > ahead ? REFUSED : after;
    }

    /** How many more may be taken at that time, with that debt. */
    public long left(long debt, long now) {
        return debt - now > 0 ? (ahead - (debt - now)) / interval : ahead / interval;
    }

    /** How long until one more may be taken, with that debt; nothing if one may be taken now. */
    public Duration untilNext(long debt, long now) {
        return Duration.ofNanos(Math.max(0, debt + interval - ahead - now));
    }
}
