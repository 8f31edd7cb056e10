package dev.oneping.rules.rule;

import java.time.Instant;

/** Arithmetic of instants that {@link java.time} lacks. */
public final class Instants {

    private Instants() {}

    public static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
