package dev.oneping.delivery;

import java.time.Duration;
import java.time.Instant;

/**
 * How far evidence may move the end of one ack window.
 *
 * @param floor   no earlier than this: long enough for a glance
 * @param planned where it ends if nothing is learned
 * @param latest  no later than this, whatever a person does on the device
 */
public record AckWindowBounds(Instant floor, Instant planned, Instant latest) {

    static AckWindowBounds of(AttemptPlan.Window window, Instant start, Instant expiry) {
        Instant planned = earlier(start.plus(window.length()), expiry);
        return new AckWindowBounds(
                earlier(start.plus(window.floor()), planned),
                planned,
                earlier(planned.plus(window.extension()), expiry));
    }

    /** The same clock for a device that takes over now: the end stays, but for a glance at least. */
    AckWindowBounds takenOver(Duration glance, Instant now) {
        Instant least = earlier(now.plus(glance), latest);
        return new AckWindowBounds(least, later(planned, least), latest);
    }

    /** That instant, or the bound that it would overstep. */
    public Instant within(Instant end) {
        return earlier(later(end, floor), latest);
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }
}
