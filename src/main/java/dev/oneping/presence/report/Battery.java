package dev.oneping.presence.report;

/**
 * A device's battery.
 *
 * @param level    0 (empty) to 1 (full)
 * @param charging whether it is on a charger; false if the client did not report it
 * @param low      whether it counts as low: from 15 % down, and then until it is back at 20 %, so that a level at the
 *                 threshold does not flip decisions back and forth
 */
public record Battery(double level, boolean charging, boolean low) {

    private static final double LOW_FROM = 0.15;
    private static final double CLEARED_AT = 0.20;

    /** Rejects a level outside 0 to 1. */
    public Battery {
        if (!(level >= 0 && level <= 1)) {
            throw new IllegalArgumentException("battery level must be from 0 to 1, but is " + level);
        }
    }

    /** Returns a battery seen for the first time. */
    public static Battery seen(double level, boolean charging) {
        return new Battery(level, charging, level <= LOW_FROM);
    }

    /** Returns this battery, considering whether it was low when last seen. */
    public Battery after(boolean wasLow) {
        return new Battery(level, charging, wasLow ? level < CLEARED_AT : level <= LOW_FROM);
    }
}
