package dev.oneping.rules.fact;

import java.time.Instant;

/**
 * A device's battery as last reported.
 *
 * @param level      0 (empty) to 1 (full)
 * @param charging   whether it is on a charger
 * @param observedAt the time of the report; older than the rule set's {@code Freshness}, it counts as unknown
 */
public record BatteryState(double level, boolean charging, Instant observedAt) {
    public BatteryState {
        if (!(level >= 0 && level <= 1)) {
            throw new IllegalArgumentException("battery level must be from 0 to 1, but is " + level);
        }
    }
}
