package dev.oneping.rules.time;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Recurring spans of wall-clock time, for example working hours: on some days, from a time to a time. It is open in a span,
 * and closed between two.
 *
 * @param days   on which days a span begins
 * @param except on which days none begins after all, for example holidays
 * @param hours  when on such a day; null for the whole day
 * @param zone   where the clock hangs; null for where the person is
 */
public record Calendar(
        Days days,
        Set<LocalDate> except,
        @Nullable Hours hours,
        @Nullable ZoneId zone) {

    /** How far ahead the next change is looked for; whatever is rarer never changes as far as rules care. */
    private static final int HORIZON_DAYS = 400;

    public Calendar {
        except = Set.copyOf(except);
    }

    /**
     * Wall-clock hours of a day, over midnight if the end is the earlier one.
     *
     * @param from inclusive
     * @param to   exclusive, and not the same
     */
    public record Hours(LocalTime from, LocalTime to) {
        public Hours {
            if (from.equals(to)) {
                throw new IllegalArgumentException("from and to must differ, but both are " + from);
            }
        }
    }

    /** Whether it is open at an instant, for a person in that zone; unknown where nobody knows the zone. */
    public Optional<Boolean> isOpen(Instant at, @Nullable ZoneId person) {
        return where(person).map(here -> opened(at, here));
    }

    /** When it will next open if it is closed, or close if it is open; empty where there is no such time, or no zone. */
    public Optional<Instant> nextChange(Instant at, @Nullable ZoneId person) {
        return where(person).flatMap(here -> opened(at, here) ? Optional.of(closing(at, here)) : opening(at, here));
    }

    private Optional<ZoneId> where(@Nullable ZoneId person) {
        return Optional.ofNullable(zone == null ? person : zone);
    }

    private boolean opened(Instant at, ZoneId here) {
        return !endOfSpanAround(at, here).equals(at);
    }

    /** Spans that touch or overlap are one. */
    private Instant closing(Instant at, ZoneId here) {
        Instant end = at;
        Instant horizon = at.plusSeconds(HORIZON_DAYS * 86_400L);
        for (Instant next = endOfSpanAround(end, here);
                next.isAfter(end) && end.isBefore(horizon);
                next = endOfSpanAround(end, here)) {
            end = next;
        }
        return end;
    }

    private Optional<Instant> opening(Instant at, ZoneId here) {
        LocalDate today = at.atZone(here).toLocalDate();
        for (int ahead = -1; ahead < HORIZON_DAYS; ahead++) {
            LocalDate day = today.plusDays(ahead);
            if (begins(day)) {
                Instant start = startOf(day, here);
                if (start.isAfter(at) && endOf(day, here).isAfter(start)) {
                    return Optional.of(start);
                }
            }
        }
        return Optional.empty();
    }

    /** The end of the span that the instant lies in; the instant itself if it lies in none. */
    private Instant endOfSpanAround(Instant at, ZoneId here) {
        LocalDate today = at.atZone(here).toLocalDate();
        Instant end = at;
        for (LocalDate day : List.of(today.minusDays(1), today, today.plusDays(1))) {
            if (begins(day) && !at.isBefore(startOf(day, here))) {
                Instant over = endOf(day, here);
                end = over.isAfter(end) ? over : end;
            }
        }
        return end;
    }

    private boolean begins(LocalDate day) {
        return days.contains(day) && !except.contains(day);
    }

    private Instant startOf(LocalDate day, ZoneId here) {
        return hours == null ? day.atStartOfDay(here).toInstant() : WallClock.first(day, hours.from(), here);
    }

    private Instant endOf(LocalDate day, ZoneId here) {
        if (hours == null) {
            return day.plusDays(1).atStartOfDay(here).toInstant();
        }
        return WallClock.last(hours.from().isBefore(hours.to()) ? day : day.plusDays(1), hours.to(), here);
    }
}
