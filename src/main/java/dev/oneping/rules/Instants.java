package dev.oneping.rules;

import java.time.Instant;

/** Arithmetic of instants that {@link java.time} lacks. */
final class Instants {

    private Instants() {}

    static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
