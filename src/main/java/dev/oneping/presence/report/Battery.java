package dev.oneping.presence.report;

/**
 * A device's battery.
 *
 * @param level    0 (empty) to 1 (full)
 * @param charging whether it is on a charger; false where the client did not say
 * @param low      whether it counts as low: from 15 % down, and then until it has come to 20 % again, so that a level
 *                 which trembles at the edge does not flip a decision
 */
public record Battery(double level, boolean charging, boolean low) {

    private static final double LOW_FROM = 0.15;
    private static final double CLEARED_AT = 0.20;

    /** Refuses a level that no battery has. */
    public Battery {
        if (!(level >= 0 && level <= 1)) {
            throw new IllegalArgumentException("battery level must be from 0 to 1, but is " + level);
        }
    }

    /** As it is seen for the first time. */
    public static Battery seen(double level, boolean charging) {
        return new Battery(level, charging, level <= LOW_FROM);
    }

    /** This battery, given whether it was low when it was seen before. */
    public Battery after(boolean wasLow) {
        return new Battery(level, charging, wasLow ? level < CLEARED_AT : level <= LOW_FROM);
    }
}
