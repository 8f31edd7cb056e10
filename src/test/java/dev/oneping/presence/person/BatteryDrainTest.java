package dev.oneping.presence.person;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.oneping.presence.report.Battery;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The remaining battery time, from levels at given times. */
class BatteryDrainTest {

    private static final Instant START = Instant.parse("2026-11-23T20:00:00Z");

    /** Each step is minutes@percent, with + on a charger; then the minutes left, or - while nobody knows. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            one look tells nothing               | 0@80                    | -
            one percent may be rounding          | 0@80 30@79              | -
            two percent in a minute are a jump   | 0@80 1@78               | -
            twelve percent an hour               | 0@80 10@78              | 390
            sixty percent an hour                | 0@80 5@75               | 75
            standing still tells nothing         | 0@80 60@80              | -
            on a charger                         | 0@80 10@78 20@79+       | -
            charging is not averaged in          | 0@50 10@48 20@60+ 30@60 | -
            level rose without a charger         | 0@50 10@48 20@90        | -
            faster than before, averaged         | 0@80 60@70 70@60        | 102
            a week at the most                   | 0@100 600@98            | 10080
            """)
    void shouldEstimateMinutesLeftAsTheTableSpecifies(String name, String looks, String expected) {
        BatteryDrain drain = null;
        for (String look : looks.split(" ")) {
            String[] parts = look.replace("+", "").split("@");
            Battery battery = Battery.seen(Integer.parseInt(parts[1]) / 100.0, look.endsWith("+"));
            drain = BatteryDrain.next(drain, battery, START.plusSeconds(60 * Long.parseLong(parts[0])));
        }
        assertEquals(expected, String.valueOf(Objects.requireNonNullElse(minutes(drain), "-")));
    }

    @Test
    void shouldNotChangeByARepeatedReading() {
        Battery battery = Battery.seen(0.5, false);
        BatteryDrain first = BatteryDrain.next(null, battery, START);

        assertEquals(first, BatteryDrain.next(first, battery, START));
        assertNull(minutes(first));
    }

    private static @Nullable Object minutes(@Nullable BatteryDrain drain) {
        return drain == null ? null : drain.minutesLeft();
    }
}
