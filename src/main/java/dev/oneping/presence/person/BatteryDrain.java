package dev.oneping.presence.person;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.oneping.presence.report.Battery;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The discharge rate of a battery, measured from one anchor to the next. A measurement needs a drop of two percent and
 * five minutes, because clients round the level; an anchor is replaced after an hour or ten percent, and the new slope
 * is averaged with the old one, so that the rate follows the use of the device without jitter.
 *
 * @param anchor   the level at the anchor
 * @param anchorAt the time of the anchor
 * @param level    the last level seen
 * @param perHour  the share of the full battery that one hour uses; null while nothing is measured, for example on a
 *                 charger
 */
record BatteryDrain(
        @JsonProperty("a") double anchor,
        @JsonProperty("t") Instant anchorAt,
        @JsonProperty("l") double level,
        @JsonProperty("h") @Nullable Double perHour) {

    private static final double SMALLEST_DROP = 0.02;
    private static final double LARGEST_DROP = 0.10;
    private static final double EPSILON = 1e-9;
    private static final Duration SHORTEST_LEG = Duration.ofMinutes(5);
    private static final Duration LONGEST_LEG = Duration.ofHours(1);
    private static final int LONGEST_MINUTES = 7 * 24 * 60;

    /** Returns the rate after one more reading; null on a charger, where nothing is measured. */
    static @Nullable BatteryDrain next(@Nullable BatteryDrain before, Battery battery, Instant at) {
        if (battery.charging()) {
            return null;
        }
        if (before == null || battery.level() > before.level) {
            return new BatteryDrain(battery.level(), at, battery.level(), null);
        }
        return before.after(battery.level(), at);
    }

    /** Returns the remaining battery time at this rate in whole minutes, capped at a week; null if not known. */
    @Nullable
    Integer minutesLeft() {
        return perHour == null || perHour <= 0
                ? null
                : (int) Math.min(LONGEST_MINUTES, Math.floor(60 * level / perHour + EPSILON));
    }

    private BatteryDrain after(double now, Instant at) {
        double drop = anchor - now;
        Duration leg = Duration.between(anchorAt, at);
        if (drop < SMALLEST_DROP - EPSILON || leg.compareTo(SHORTEST_LEG) < 0) {
            return now == level ? this : new BatteryDrain(anchor, anchorAt, now, perHour);
        }
        boolean over = drop >= LARGEST_DROP - EPSILON || leg.compareTo(LONGEST_LEG) >= 0;
        double measured = drop * Duration.ofHours(1).toMillis() / leg.toMillis();
        if (over) {
            return new BatteryDrain(now, at, now, perHour == null ? measured : (measured + perHour) / 2);
        }
        return now == level && perHour != null
                ? this
                : new BatteryDrain(anchor, anchorAt, now, perHour == null ? measured : perHour);
    }
}
