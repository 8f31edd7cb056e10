package dev.oneping.sim;

/**
 * A person's lasting habits, all of them hidden from the service but the quiet hours.
 *
 * @param wakeHour     usual hour of waking on a working day, local time
 * @param sleepHours   usual length of sleep
 * @param job          kind of working day
 * @param tapRate      share of what is seen that is tapped
 * @param delay        factor of all delays
 * @param sound        share of time with an audible phone
 * @param vibrate      share of time with a vibrating phone; the rest is silent
 * @param silentAsleep whether the phone is silent during sleep
 * @param phoneAlong   chance that the phone is at hand while it is not used
 * @param appShare     share of uses of a phone in which the app is opened
 * @param quietHours   whether the person has set quiet hours, of the usual sleep
 */
record Habits(
        double wakeHour,
        double sleepHours,
        Job job,
        double tapRate,
        double delay,
        double sound,
        double vibrate,
        boolean silentAsleep,
        double phoneAlong,
        double appShare,
        boolean quietHours) {

    /** Where and with which devices a working day passes. */
    enum Job {
        OFFICE,
        HOME_OFFICE,
        FIELD
    }

    double bedHour() {
        return wakeHour + 24 - sleepHours;
    }
}
