package dev.oneping.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class OptionsTest {

    @Test
    void shouldMeasureTheLoadOfTheDesignWhenNothingIsSaid() {
        Options options = Options.parse();

        assertEquals(Options.Mode.LOAD, options.mode());
        assertEquals(2_000, options.users() * options.devicesPerUser());
        assertEquals(8, options.publishers());
    }

    @Test
    void shouldTakeModeAndNumbers() {
        Options options = Options.parse("idle", "--connections", "50", "--seconds", "3");

        assertEquals(Options.Mode.IDLE, options.mode());
        assertEquals(50, options.connections());
        assertEquals(Duration.ofSeconds(3), options.span());
    }

    @Test
    void shouldCompareWithPeersInThreeRoundsOfTwoThousandDevices() {
        Options options = Options.parse("peers");

        assertEquals(Options.Mode.PEERS, options.mode());
        assertEquals(2_000, options.devices());
        assertEquals(3, options.rounds());
        assertEquals(7, Options.parse("peers", "--rounds", "7").rounds());
    }

    @Test
    void shouldNameTheWordThatIsWrong() {
        assertTrue(complaint("--user", "3").contains("'--user'"));
        assertTrue(complaint("--users", "many").contains("'many'"));
        assertTrue(complaint("--users").contains("--users"));
        assertTrue(complaint("fast").contains("'fast'"));
        assertTrue(complaint("--users", "4").contains("--publishers"));
        assertTrue(complaint("peers", "--devices", "4").contains("--devices"));
    }

    private static String complaint(String... words) {
        String message = assertThrows(IllegalArgumentException.class, () -> Options.parse(words))
                .getMessage();
        return String.valueOf(message);
    }
}
