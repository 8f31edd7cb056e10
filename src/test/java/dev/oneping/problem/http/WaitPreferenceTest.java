package dev.oneping.problem.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WaitPreferenceTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "wait=7                               | 7",
                "Wait = \"7\"                         | 7",
                "respond-async, wait=7                | 7",
                "respond-async; wait=7; foo=bar       | 7",
                "wait=600                             | 55",
                "wait=0                               | 0",
            })
    void shouldGrantTheTime(String header, long seconds) {
        assertEquals(
                Optional.of(Duration.ofSeconds(seconds)),
                WaitPreference.of(header).flatMap(WaitPreference::granted));
    }

    @ParameterizedTest
    @ValueSource(strings = {"wait=soon", "wait=-1", "wait=1.5", "wait=", "wait=12345678", "respond-async", "await=7"})
    void shouldGrantNothingForWhatIsNoNumberOfSeconds(String header) {
        assertEquals(Optional.empty(), WaitPreference.of(header).flatMap(WaitPreference::granted));
    }

    @Test
    void shouldReadUntil() {
        assertEquals(Optional.of(new WaitPreference("9", "routed")), WaitPreference.of("wait=9; until=\"Routed\""));
        assertEquals(Optional.empty(), WaitPreference.of(null));
    }
}
