package dev.oneping.delivery.life;

import java.time.Duration;
import java.time.Instant;

/**
 * The bounds within which evidence may move the end of one ack window.
 *
 * @param floor   the earliest end: long enough for a glance
 * @param planned the end if no evidence arrives
 * @param latest  the latest end, whatever the user does on the device
 */
public record AckWindowBounds(Instant floor, Instant planned, Instant latest) {

    static AckWindowBounds of(AttemptPlan.Window window, Instant start, Instant expiry) {
        Instant planned = earlier(start.plus(window.length()), expiry);
        return new AckWindowBounds(
                earlier(start.plus(window.floor()), planned),
                planned,
                earlier(planned.plus(window.extension()), expiry));
    }

    /** Returns the bounds for a device that takes over now: the end stays, but leaves time for a glance at least. */
    AckWindowBounds takenOver(Duration glance, Instant now) {
        Instant least = earlier(now.plus(glance), latest);
        return new AckWindowBounds(least, later(planned, least), latest);
    }

    /** Returns the given instant, clamped to the bounds. */
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
