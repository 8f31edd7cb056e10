package dev.oneping.sim;

/**
 * The hidden truth about a stretch of a person's time.
 *
 * @param from     seconds since the first local midnight
 * @param to       its end, exclusive
 * @param attended index of the device that the person uses; {@link #NONE} if none
 * @param mode     what the person uses on it
 * @param near     one bit for each device within sight or hearing
 */
record Scene(int from, int to, Doing doing, int attended, Mode mode, int near) {

    static final int NONE = -1;

    /** What the person does. */
    enum Doing {
        ASLEEP,
        WORKING,
        MEETING,
        PRESENTING,
        CALLING,
        PAUSE,
        TRAVELLING,
        LEISURE,
        BUSY
    }

    /** The app in relation to what is used on the device. */
    enum Mode {
        /** The app itself is used. */
        FOCUSED,
        /** The app can be seen beside what is used. */
        VISIBLE,
        /** Something else is used, and covers the app. */
        HIDDEN
    }

    boolean isNear(int device) {
        return (near >> device & 1) == 1;
    }

    boolean asleep() {
        return doing == Doing.ASLEEP;
    }
}
