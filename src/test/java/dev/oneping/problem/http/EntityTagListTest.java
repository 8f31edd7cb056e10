package dev.oneping.problem.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.oneping.problem.Problem;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EntityTagListTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\'', textBlock = """
            "7"                | true
            W/"7"              | true
            *                  | true
            "6", "7"           | true
            W/"6" , W/"7","8"  | true
            "77"               | false
            "6", "8"           | false
            """)
    void shouldCompareWeaklyWithEachTagOfTheList(String header, boolean matches) {
        assertEquals(matches, EntityTagList.isKnown(header, "\"7\""));
        assertEquals(
                matches, Objects.requireNonNull(EntityTagList.ofIfMatch(header)).contains("\"7\""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "W/", "\"7", "\"6\" \"7\"", "*, \"7\"", "latest", ""})
    void shouldRefuseAMalformedIfMatch(String header) {
        assertThrows(Problem.class, () -> EntityTagList.ofIfMatch(header));
    }

    @Test
    void shouldExpectNothingWithoutTheHeader() {
        assertFalse(EntityTagList.isKnown(null, "\"7\""));
        assertNull(EntityTagList.ofIfMatch(null));
    }
}
