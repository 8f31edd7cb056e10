package dev.oneping.rules;

import java.time.Duration;

/**
 * How long an attempt waits for a human answer.
 *
 * @param length    how long, if nothing is learned meanwhile; never beyond the expiry or the policy's deadline
 * @param floor     evidence that nobody will answer shortens it to no less than this
 * @param extension evidence that somebody is answering lengthens it by no more than this
 */
public record AckWindow(Duration length, Duration floor, Duration extension) {

    /** A window that evidence moves by the default bounds of a policy. */
    public static AckWindow of(Duration length) {
        return of(length, Policy.Bounds.DEFAULT);
    }

    /** The same, but with no extension beyond a time that is left. */
    AckWindow within(Duration left) {
        Duration more = left.minus(length);
        return more.compareTo(extension) < 0 ? new AckWindow(length, floor, more) : this;
    }

    static AckWindow of(Duration length, Policy.Bounds bounds) {
        Duration floor = bounds.floor().compareTo(length) < 0 ? bounds.floor() : length;
        return new AckWindow(length, floor, bounds.extension());
    }
}
