package dev.oneping.rules.rule;

import java.time.Duration;

/**
 * The time that an attempt waits for a human response.
 *
 * @param length    the length without further evidence; never beyond the expiry or the policy's deadline
 * @param floor     the minimum to which evidence that nobody will respond shortens it
 * @param extension the maximum by which evidence that the user is responding extends it
 */
public record AckWindow(Duration length, Duration floor, Duration extension) {

    /** A window with the default bounds of a policy. */
    public static AckWindow of(Duration length) {
        return of(length, Policy.Bounds.DEFAULT);
    }

    /** A copy whose extension is limited to the time left. */
    public AckWindow within(Duration left) {
        Duration more = left.minus(length);
        return more.compareTo(extension) < 0 ? new AckWindow(length, floor, more) : this;
    }

    public static AckWindow of(Duration length, Policy.Bounds bounds) {
        Duration floor = bounds.floor().compareTo(length) < 0 ? bounds.floor() : length;
        return new AckWindow(length, floor, bounds.extension());
    }
}
