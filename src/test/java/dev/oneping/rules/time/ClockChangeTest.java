package dev.oneping.rules.time;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneping.rules.fact.QuietHoursWindow;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Every minute around both changes of the clock in five zones, for spans that begin, end, or lie in the gap and in the
 * overlap. The judge is a clock on the wall that is looked at minute by minute.
 */
@Tag("slow")
class ClockChangeTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration AROUND = Duration.ofHours(30);
    private static final List<String> SPANS = List.of(
            "22:00-07:00",
            "01:00-02:00",
            "01:30-02:30",
            "02:00-03:00",
            "02:15-02:45",
            "02:30-01:30",
            "00:00-00:30",
            "23:30-00:00",
            "09:00-17:00");

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource({
        "Europe/London, 2026-03-29T01:00Z",
        "Europe/London, 2026-10-25T01:00Z",
        "America/New_York, 2026-03-08T07:00Z",
        "America/New_York, 2026-11-01T06:00Z",
        "Australia/Lord_Howe, 2026-10-03T15:30Z",
        "Australia/Lord_Howe, 2026-04-04T15:00Z",
        "Asia/Kathmandu, 1985-12-31T18:30Z",
        "Asia/Kathmandu, 2026-03-29T01:00Z",
        "Pacific/Apia, 2011-12-30T10:00Z",
        "Pacific/Apia, 2021-04-03T14:00Z",
        "Pacific/Apia, 2012-09-29T14:00Z",
    })
    void shouldFollowTheLocalClock(ZoneId zone, OffsetDateTime change) {
        for (String span : SPANS) {
            // Given
            LocalTime from = LocalTime.parse(span.substring(0, 5));
            LocalTime to = LocalTime.parse(span.substring(6));
            QuietHoursWindow quiet = new QuietHoursWindow(from, to);
            Calendar calendar = new Calendar(
                    new Days.OfTheWeek(EnumSet.allOf(DayOfWeek.class)), Set.of(), new Calendar.Hours(from, to), zone);
            Wall wall = new Wall(zone, from, to, change.toInstant());
            Optional<Instant> held = Optional.empty();

            for (Instant at = change.toInstant().minus(AROUND);
                    at.isBefore(change.toInstant().plus(AROUND));
                    at = at.plus(MINUTE)) {
                // When
                boolean in = wall.isIn(at);
                Optional<Instant> end = quiet.endAfter(at, zone);

                // Then
                String where = span + " at " + at;
                assertEquals(in, end.isPresent(), where);
                assertEquals(Optional.of(in), calendar.isOpen(at, null), where);
                assertEquals(wall.nextChange(at), calendar.nextChange(at, null), where);
                if (in) {
                    assertEquals(wall.nextChange(at), end, where);
                }
                // What is held is released once: its end never moves while it lies in the span, and comes when the span
                // is over.
                if (held.isPresent() && at.isBefore(held.get())) {
                    assertEquals(held, end, where);
                } else if (held.isPresent()) {
                    assertTrue(!in || end.isPresent() && end.get().isAfter(held.get()), where);
                }
                held = end;
            }
        }
    }

    /** Reads the clock minute by minute and keeps nothing but what it saw. */
    private static final class Wall {
        private final TreeSet<Instant> inside = new TreeSet<>();
        private final TreeSet<Instant> all = new TreeSet<>();
        private final Map<LocalDateTime, List<Instant>> shown = new HashMap<>();
        private final Map<Instant, Instant> nextChanges = new HashMap<>();

        Wall(ZoneId zone, LocalTime from, LocalTime to, Instant change) {
            Instant first = change.minus(Duration.ofDays(3));
            Instant last = change.plus(Duration.ofDays(3));
            for (Instant at = first; at.isBefore(last); at = at.plus(MINUTE)) {
                all.add(at);
                shown.computeIfAbsent(at.atZone(zone).toLocalDateTime(), unseen -> new ArrayList<>())
                        .add(at);
            }
            LocalDate day = first.atZone(zone).toLocalDate();
            LocalDate end = last.atZone(zone).toLocalDate();
            for (; day.isBefore(end); day = day.plusDays(1)) {
                Instant start = reaches(day, from, zone, true);
                Instant over = reaches(from.isBefore(to) ? day : day.plusDays(1), to, zone, false);
                inside.addAll(over.isAfter(start) ? all.subSet(start, over) : Set.of());
            }
            Instant next = null;
            for (Instant at : all.descendingSet().tailSet(all.last(), false)) {
                next = isIn(at) == isIn(at.plus(MINUTE)) ? next : at.plus(MINUTE);
                nextChanges.put(at, next);
            }
        }

        /** The first, or the last, minute at which the clock shows that time; where it never does, the one after the gap. */
        private Instant reaches(LocalDate day, LocalTime time, ZoneId zone, boolean first) {
            LocalDateTime wanted = day.atTime(time);
            List<Instant> shows = shown.getOrDefault(wanted, List.of());
            if (!shows.isEmpty()) {
                return first ? shows.getFirst() : shows.getLast();
            }
            return all.stream()
                    .filter(at -> at.atZone(zone).toLocalDateTime().isAfter(wanted))
                    .findFirst()
                    .orElseGet(all::last);
        }

        boolean isIn(Instant at) {
            return inside.contains(at);
        }

        Optional<Instant> nextChange(Instant at) {
            return Optional.ofNullable(nextChanges.get(at));
        }
    }
}
