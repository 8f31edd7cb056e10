package dev.oneping.connection.frame;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CloseCodeTest {

    @ParameterizedTest
    @CsvSource({
        "SHUTDOWN, 4001, true",
        "SLOW, 4004, true",
        "STATE_LOST, 4005, true",
        "SILENT, 4006, true",
        "RATE_LIMITED, 4009, true",
        "INVALID_TOKEN, 4500, false",
        "BAD_MESSAGE, 4501, false",
        "LIMIT, 4504, false",
        "TOO_BIG, 1009, true"
    })
    void shouldEncodeInTheNumberWhetherToReconnect(CloseCode code, int number, boolean mayReconnect) {
        assertEquals(number, code.code());
        assertEquals(mayReconnect, code.mayReconnect());
    }

    @ParameterizedTest
    @EnumSource(CloseCode.class)
    void shouldHaveAReasonThatFitsAControlFrame(CloseCode code) {
        assertTrue(code.reason().getBytes(StandardCharsets.UTF_8).length <= 123);
    }
}
