package dev.oneping.rules.file;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneping.rules.time.Days;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecurrencesTest {

    @Test
    void shouldRecurByRfc5545() {
        // Given
        Days firstMondays = of("FREQ=MONTHLY;BYDAY=1MO", LocalDate.of(2026, 1, 5));

        // Then
        assertTrue(firstMondays.contains(LocalDate.of(2026, 11, 2)));
        assertFalse(firstMondays.contains(LocalDate.of(2026, 11, 9)));
        assertTrue(firstMondays.contains(LocalDate.of(2055, 12, 6)));
    }

    @Test
    void shouldEndWhereTheRuleEnds() {
        Days thrice = of("FREQ=WEEKLY;COUNT=3", LocalDate.of(2026, 1, 5));

        assertTrue(thrice.contains(LocalDate.of(2026, 1, 19)));
        assertFalse(thrice.contains(LocalDate.of(2026, 1, 26)));
    }

    @Test
    void shouldRejectRulesThatDoNotYieldDays() {
        LocalDate first = LocalDate.of(2026, 1, 5);

        assertThrows(IllegalArgumentException.class, () -> of("FREQ=HOURLY", first));
        assertThrows(IllegalArgumentException.class, () -> of("FREQ=NEVER", first));
        assertThrows(IllegalArgumentException.class, () -> of("FREQ=DAILY;BYHOUR=9", first));
    }

    @Test
    void shouldRecurUntilTheEndOfTheCenturySinceAnEarlyStart() {
        Days mondays = of("FREQ=WEEKLY;BYDAY=MO", LocalDate.of(1970, 1, 5));

        assertTrue(mondays.contains(LocalDate.of(2026, 11, 30)));
        assertTrue(mondays.contains(LocalDate.of(2099, 12, 28)));
    }

    /** Each of these cost minutes of one thread, or was accepted and never open. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "FREQ=DAILY;INTERVAL=2147483647",
                "FREQ=YEARLY;INTERVAL=1001",
                "FREQ=MONTHLY;BYSETPOS=366;BYDAY=MO",
                "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30",
                "FREQ=DAILY;BYMONTH=2;BYMONTHDAY=31",
                "FREQ=WEEKLY;UNTIL=20250101"
            })
    void shouldRejectRulesThatYieldNoDayInBoundedTime(String rule) {
        assertThrows(IllegalArgumentException.class, () -> of(rule, LocalDate.of(2026, 1, 5)));
    }

    @Test
    void shouldRejectAStartThatNoRuleCanHave() {
        assertThrows(IllegalArgumentException.class, () -> of("FREQ=WEEKLY", LocalDate.of(1969, 12, 31)));
        assertThrows(IllegalArgumentException.class, () -> of("FREQ=WEEKLY", LocalDate.of(2100, 1, 1)));
    }

    @Test
    void shouldRejectMoreDaysThanTheBudget() {
        assertThrows(
                IllegalArgumentException.class, () -> Recurrences.of("FREQ=DAILY", LocalDate.of(2026, 1, 5), 1_000));
    }

    private static Days of(String rule, LocalDate first) {
        return Recurrences.of(rule, first, Recurrences.MAX_DAYS);
    }
}
