package dev.oneping.stats;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The distribution of durations, from counters by upper bound.
 *
 * @param count          how many there were
 * @param halfWithin     the seconds within which half of them were; null if there were none, or the bound is exceeded
 * @param ninetyFiveWithin the seconds within which 95 % were; null likewise
 * @param withinTwoMinutes the share that took two minutes at most; null if there were none
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Waits(
        long count,
        @Nullable Double halfWithin,
        @Nullable Double ninetyFiveWithin,
        @Nullable Double withinTwoMinutes) {

    /** The upper bounds: from a good connection to a morning after. What took longer is counted beyond the last. */
    public static final List<Duration> BOUNDS = Arrays.stream(new String[] {
                "PT0.05S", "PT0.1S", "PT0.25S", "PT0.5S", "PT1S", "PT2.5S", "PT5S", "PT10S", "PT30S", "PT1M", "PT2M",
                "PT5M", "PT15M", "PT1H", "PT6H", "PT24H"
            })
            .map(Duration::parse)
            .toList();

    private static final Duration TWO_MINUTES = Duration.ofMinutes(2);

    /** Returns the name of the counter for a duration. */
    public static String counter(String kind, Duration took) {
        int place = 0;
        while (place < BOUNDS.size() && BOUNDS.get(place).compareTo(took) < 0) {
            place++;
        }
        return kind + ":" + place;
    }

    /**
     * Sums up.
     *
     * @param counts the count of each bound by its place, and of those beyond the last
     */
    static Waits of(LongUnaryOperator counts) {
        long count = 0;
        long soon = 0;
        for (int place = 0; place <= BOUNDS.size(); place++) {
            long here = counts.applyAsLong(place);
            count += here;
            soon += place < BOUNDS.size() && BOUNDS.get(place).compareTo(TWO_MINUTES) <= 0 ? here : 0;
        }
        return count == 0
                ? new Waits(0, null, null, null)
                : new Waits(
                        count, within(counts, count, 0.5), within(counts, count, 0.95), rounded((double) soon / count));
    }

    private static @Nullable Double within(LongUnaryOperator counts, long count, double share) {
        long sum = 0;
        for (int place = 0; place < BOUNDS.size(); place++) {
            sum += counts.applyAsLong(place);
            if (sum >= share * count) {
                return BOUNDS.get(place).toMillis() / 1000.0;
            }
        }
        return null;
    }

    /** Rounds to three digits, which is more than the numbers tell. */
    static double rounded(double value) {
        return Math.round(value * 1000) / 1000.0;
    }
}
