package dev.oneping.rules.time;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CalendarTest {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final Calendar.Hours OFFICE = new Calendar.Hours(LocalTime.of(9, 0), LocalTime.of(17, 0));
    private static final Days WEEKDAYS = new Days.OfTheWeek(EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY));

    @Test
    void shouldNotOpenOnAHoliday() {
        // Given
        Calendar work = new Calendar(WEEKDAYS, Set.of(LocalDate.of(2026, 12, 25)), OFFICE, null);
        Instant christmasEve = Instant.parse("2026-12-24T16:30:00Z");

        // When
        Optional<Instant> next = work.nextChange(christmasEve, BERLIN);

        // Then
        assertEquals(Optional.of(false), work.isOpen(christmasEve, BERLIN));
        assertEquals(Optional.of(Instant.parse("2026-12-28T08:00:00Z")), next);
    }

    @Test
    void shouldBeUnknownWithoutAZone() {
        assertEquals(Optional.empty(), new Calendar(WEEKDAYS, Set.of(), OFFICE, null).isOpen(Instant.EPOCH, null));
    }

    @Test
    void shouldUseItsOwnZoneInsteadOfTheUsers() {
        Calendar work = new Calendar(WEEKDAYS, Set.of(), OFFICE, BERLIN);

        assertEquals(Optional.of(true), work.isOpen(Instant.parse("2026-11-23T08:30:00Z"), ZoneId.of("Pacific/Apia")));
    }

    @Test
    void shouldJoinAdjacentDays() {
        Calendar weekend = new Calendar(
                new Days.OfTheWeek(EnumSet.of(DayOfWeek.SATURDAY, DayOfWeek.SUNDAY)), Set.of(), null, BERLIN);

        assertEquals(
                Optional.of(Instant.parse("2026-11-22T23:00:00Z")),
                weekend.nextChange(Instant.parse("2026-11-21T12:00:00Z"), null));
    }

    @Test
    void shouldStayClosedWithoutRemainingDays() {
        Calendar past = new Calendar(new Days.Recurring(Set.of(LocalDate.of(2020, 1, 1))), Set.of(), null, BERLIN);

        assertEquals(Optional.empty(), past.nextChange(Instant.parse("2026-01-01T00:00:00Z"), null));
    }
}
