package dev.oneping.rules;

import java.time.Instant;

/**
 * A device's battery as it was last seen.
 *
 * @param level      0 (empty) to 1 (full)
 * @param charging   whether it is on a charger
 * @param observedAt when; a rule set says how old an observation may be before it counts as unknown
 */
public record BatteryState(double level, boolean charging, Instant observedAt) {
    public BatteryState {
        if (!(level >= 0 && level <= 1)) {
            throw new IllegalArgumentException("battery level must be from 0 to 1, but is " + level);
        }
    }
}
