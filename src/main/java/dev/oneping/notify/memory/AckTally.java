package dev.oneping.notify.memory;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Decaying counts of how often a user was asked on a device at an hour of the day, and of answers in time. Both halve
 * in a fortnight, so that an abandoned habit is forgotten.
 *
 * @param asked    the decayed number of attempts
 * @param answered the decayed number of those that were answered
 * @param at       the time up to which both are decayed
 */
record AckTally(double asked, double answered, Instant at) {

    static final Duration HALF_LIFE = Duration.ofDays(14);

    /** Below this number of attempts no chance is returned. */
    private static final double TOO_LITTLE = 2;

    /** Parses the form that {@code learn.lua} writes. */
    static AckTally parse(String text) {
        String[] words = text.split(" ", 3);
        return new AckTally(
                Double.parseDouble(words[0]),
                Double.parseDouble(words[1]),
                Instant.ofEpochMilli(Long.parseLong(words[2])));
    }

    /** Returns the chance of an answer by the rule of succession: one answer and one miss are added to the counts. */
    @Nullable
    Double chance(Instant now) {
        double age = Math.max(0, Duration.between(at, now).toMillis());
        double fade = Math.pow(0.5, age / HALF_LIFE.toMillis());
        return asked * fade < TOO_LITTLE ? null : (Double) ((answered * fade + 1) / (asked * fade + 2));
    }
}
