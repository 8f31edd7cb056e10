package dev.oneping.events;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TypePatternTest {

    @ParameterizedTest
    @CsvSource({
        "*, notification.acted, true",
        "notification.*, notification.acted, true",
        "notification.*, notification, false",
        "notification.*, notifications.acted, false",
        "presence.*, presence.device.online, true",
        "notification.acted, notification.acted, true",
        "notification.acted, notification.acted2, false"
    })
    void shouldMatchTypes(String pattern, String type, boolean matches) {
        assertEquals(matches, new TypePattern(pattern).matches(type));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", ".", "*.acted", "notification.", "notification.**", "a b", "Notification", "a..b", "**"})
    void shouldRejectMalformedPatterns(String pattern) {
        assertEquals(false, TypePattern.isWellFormed(pattern));
    }
}
