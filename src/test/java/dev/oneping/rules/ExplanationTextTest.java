package dev.oneping.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Locale;
import org.junit.jupiter.api.Test;

/** What is told to people. */
class ExplanationTextTest {

    /** What is told is stored and compared, so it must not hang on the machine that tells it. */
    @Test
    void shouldTellPointsAlikeOnEveryMachine() {
        // Given
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.GERMANY);

        // When
        String told;
        try {
            told = ExplanationText.points(12.5);
        } finally {
            Locale.setDefault(before);
        }

        // Then
        assertEquals("12.5", told);
    }
}
