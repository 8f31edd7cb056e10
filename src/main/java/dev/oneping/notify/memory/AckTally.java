package dev.oneping.notify.memory;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How often a person was asked on a device at an hour of the day, and how often an answer came in time. Both fade by half in
 * a fortnight, so that a habit that is given up is forgotten.
 *
 * @param asked    how often, faded
 * @param answered how often of these, faded
 * @param at       up to when both are faded
 */
record AckTally(double asked, double answered, Instant at) {

    static final Duration HALF_LIFE = Duration.ofDays(14);

    /** With less than this many askings nothing is said. */
    private static final double TOO_LITTLE = 2;

    /** As {@code learn.lua} writes it. */
    static AckTally parse(String text) {
        String[] words = text.split(" ", 3);
        return new AckTally(
                Double.parseDouble(words[0]),
                Double.parseDouble(words[1]),
                Instant.ofEpochMilli(Long.parseLong(words[2])));
    }

    /** The chance of an answer, by the rule of succession: one of each is thought to have been seen before. */
    @Nullable
    Double chance(Instant now) {
        double age = Math.max(0, Duration.between(at, now).toMillis());
        double fade = Math.pow(0.5, age / HALF_LIFE.toMillis());
        return asked * fade < TOO_LITTLE ? null : (Double) ((answered * fade + 1) / (asked * fade + 2));
    }
}
