package dev.oneping.rules.explain;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Locale;
import org.junit.jupiter.api.Test;

/** The text form of explanations. */
class ExplanationTextTest {

    /** Explanations are stored and compared, so they must not depend on the machine. */
    @Test
    void shouldFormatPointsIndependentlyOfTheLocale() {
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
