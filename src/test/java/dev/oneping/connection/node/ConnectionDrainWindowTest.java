package dev.oneping.connection.node;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The time that devices are given to reconnect at a shutdown. */
class ConnectionDrainWindowTest {

    @ParameterizedTest(name = "{0} devices, {1} other nodes: {2}")
    @CsvSource({
        "120, 1, PT1S",
        "1000, 1, PT1S",
        "10000, 1, PT10S",
        "10000, 5, PT2S",
        "100000, 1, PT1M40S",
        "120, 0, PT5S",
        "10000, 0, PT10S"
    })
    void shouldGiveDevicesAsLongAsTheOtherNodesNeedForThem(int devices, int others, Duration window) {
        assertEquals(window, ConnectionDrain.window(devices, others, 2_000));
    }
}
