package dev.oneping.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EditDistanceTest {

    @ParameterizedTest
    @CsvSource({
        "wait,wait,0",
        "wait,wiat,1",
        "wait,wai,1",
        "wait,awaits,2",
        "kitten,sitting,3",
        "'',abc,3",
    })
    void shouldCountTypingErrors(String from, String to, int errors) {
        assertEquals(errors, EditDistance.between(from, to));
        assertEquals(errors, EditDistance.between(to, from));
    }
}
