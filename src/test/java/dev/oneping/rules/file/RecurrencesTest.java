package dev.oneping.rules.file;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneping.rules.time.Days;
import java.time.LocalDate;
import org.junit.jupiter.api.Test;

class RecurrencesTest {

    @Test
    void shouldRecurByRfc5545() {
        // Given
        Days firstMondays = Recurrences.of("FREQ=MONTHLY;BYDAY=1MO", LocalDate.of(2026, 1, 5));

        // Then
        assertTrue(firstMondays.contains(LocalDate.of(2026, 11, 2)));
        assertFalse(firstMondays.contains(LocalDate.of(2026, 11, 9)));
        assertTrue(firstMondays.contains(LocalDate.of(2055, 12, 6)));
    }

    @Test
    void shouldEndWhereTheRuleEnds() {
        Days thrice = Recurrences.of("FREQ=WEEKLY;COUNT=3", LocalDate.of(2026, 1, 5));

        assertTrue(thrice.contains(LocalDate.of(2026, 1, 19)));
        assertFalse(thrice.contains(LocalDate.of(2026, 1, 26)));
    }

    @Test
    void shouldRejectRulesThatDoNotYieldDays() {
        LocalDate first = LocalDate.of(2026, 1, 5);

        assertThrows(IllegalArgumentException.class, () -> Recurrences.of("FREQ=HOURLY", first));
        assertThrows(IllegalArgumentException.class, () -> Recurrences.of("FREQ=NEVER", first));
        assertThrows(IllegalArgumentException.class, () -> Recurrences.of("FREQ=DAILY;BYHOUR=9", first));
    }
}
