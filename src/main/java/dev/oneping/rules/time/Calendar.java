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
 * Recurring spans of local time, for example working hours: on some days, from one time to another. A calendar is
 * open during a span and closed between spans.
 *
 * @param days   the days on which a span begins
 * @param except exceptions from these days, for example holidays
 * @param hours  the hours on such a day; null for the whole day
 * @param zone   the time zone; null for the user's zone
 */
public record Calendar(
        Days days,
        Set<LocalDate> except,
        @Nullable Hours hours,
        @Nullable ZoneId zone) {

    /** The maximum distance of the next change; later changes are ignored. */
    private static final int HORIZON_DAYS = 400;

    public Calendar {
        except = Set.copyOf(except);
    }

    /**
     * The hours of a day, past midnight if the end is the earlier time.
     *
     * @param from inclusive
     * @param to   exclusive; must differ from the start
     */
    public record Hours(LocalTime from, LocalTime to) {
        public Hours {
            if (from.equals(to)) {
                throw new IllegalArgumentException("from and to must differ, but both are " + from);
            }
        }
    }

    /** Returns whether it is open at an instant, for a user in that zone; empty if the zone is unknown. */
    public Optional<Boolean> isOpen(Instant at, @Nullable ZoneId user) {
        return where(user).map(here -> opened(at, here));
    }

    /** The next time at which it opens or closes; empty if there is none, or the zone is unknown. */
    public Optional<Instant> nextChange(Instant at, @Nullable ZoneId user) {
        return where(user).flatMap(here -> opened(at, here) ? Optional.of(closing(at, here)) : opening(at, here));
    }

    private Optional<ZoneId> where(@Nullable ZoneId user) {
        return Optional.ofNullable(zone == null ? user : zone);
    }

    private boolean opened(Instant at, ZoneId here) {
        return !endOfSpanAround(at, here).equals(at);
    }

    /** The end of the current span; adjacent and overlapping spans count as one. */
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

    /** The end of the span that contains the instant; the instant itself if there is none. */
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
