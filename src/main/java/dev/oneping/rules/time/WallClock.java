package dev.oneping.rules.time;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;

/**
 * Converts local times to instants. A time inside the gap of a clock change is the instant after the gap. Of a time
 * that occurs twice, a span begins at the first and ends at the last, so that it is never shorter than written.
 */
public final class WallClock {

    private WallClock() {}

    /** The first instant with that local time on that day. */
    public static Instant first(LocalDate day, LocalTime time, ZoneId zone) {
        return at(day, time, zone, false);
    }

    /** The last instant with that local time on that day. */
    public static Instant last(LocalDate day, LocalTime time, ZoneId zone) {
        return at(day, time, zone, true);
    }

    private static Instant at(LocalDate day, LocalTime time, ZoneId zone, boolean last) {
        ZoneOffsetTransition transition = zone.getRules().getTransition(day.atTime(time));
        if (transition == null) {
            return day.atTime(time).atZone(zone).toInstant();
        }
        if (transition.isGap()) {
            return transition.getInstant();
        }
        ZoneOffset offset = last ? transition.getOffsetAfter() : transition.getOffsetBefore();
        return day.atTime(time).toInstant(offset);
    }
}
