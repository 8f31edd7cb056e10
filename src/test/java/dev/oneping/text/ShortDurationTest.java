package dev.oneping.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShortDurationTest {

    @ParameterizedTest
    @CsvSource({"500ms,PT0.5S", "30s,PT30S", "90m,PT1H30M", "1h30m,PT1H30M", "7d,PT168H", "0s,PT0S"})
    void shouldReadEachUnit(String text, Duration duration) {
        assertEquals(Optional.of(duration), ShortDuration.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "s", "30", "30 s", "-30s", "1w", "PT30S", "1h 30m"})
    void shouldReadNothingElse(String text) {
        assertEquals(Optional.empty(), ShortDuration.parse(text));
    }
}
