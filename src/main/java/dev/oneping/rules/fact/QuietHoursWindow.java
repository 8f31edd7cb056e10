package dev.oneping.rules.fact;

import dev.oneping.rules.time.WallClock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

/**
 * A daily span of local time in which a user does not want to be disturbed: from the first time, inclusive, to the
 * second, exclusive. It crosses midnight when the second is the earlier one; equal times mean none at all.
 *
 * <p>A time inside the gap of a clock change is the instant after the gap. Of a time that occurs twice, the span
 * begins at the first and ends at the last, so that it is never shorter than written.
 *
 * @param from the local time at which it begins
 * @param to   the local time at which it ends
 */
public record QuietHoursWindow(LocalTime from, LocalTime to) {

    /** The end of the quiet hours that contain the instant; empty if it is outside quiet hours. */
    public Optional<Instant> endAfter(Instant instant, ZoneId zone) {
        Instant end = instant;
        // Two nights can touch where a zone skips a whole day, as Apia did in 2011; they count as one.
        for (Instant next = endOfSpanAround(end, zone); next.isAfter(end); next = endOfSpanAround(end, zone)) {
            end = next;
        }
        return end.equals(instant) ? Optional.empty() : Optional.of(end);
    }

    private Instant endOfSpanAround(Instant instant, ZoneId zone) {
        LocalDate today = instant.atZone(zone).toLocalDate();
        for (LocalDate day : List.of(today.minusDays(1), today, today.plusDays(1))) {
            Instant end = endOf(day, zone);
            if (!instant.isBefore(startOf(day, zone)) && instant.isBefore(end)) {
                return end;
            }
        }
        return instant;
    }

    private Instant startOf(LocalDate day, ZoneId zone) {
        return WallClock.first(day, from, zone);
    }

    private Instant endOf(LocalDate day, ZoneId zone) {
        if (from.equals(to)) {
            return startOf(day, zone);
        }
        return WallClock.last(from.isBefore(to) ? day : day.plusDays(1), to, zone);
    }
}
