package dev.oneping.rules.file.cel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneping.rules.expression.ValueType;
import dev.oneping.rules.expression.Variable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class VocabularyTest {

    private static final Path README = Path.of("rules/README.md");

    /** Run with the environment variable {@code ONEPING_WRITE} set, this writes what it otherwise compares. */
    @Test
    void shouldBeWrittenInTheReadme() throws Exception {
        // Given
        String readme = Files.readString(README);

        // When
        String current = with(with(readme, "facts", facts()), "constants", constants());

        // Then
        if (System.getenv("ONEPING_WRITE") != null) {
            Files.writeString(README, current);
        } else {
            assertEquals(current, readme, "rules/README.md is out of date: run this test with ONEPING_WRITE=1");
        }
    }

    private static String with(String text, String part, String generated) {
        String begin = "<!-- generated: " + part + " -->\n";
        int from = text.indexOf(begin) + begin.length();
        int to = text.indexOf("<!-- end -->", from);
        assertTrue(from >= begin.length() && to > 0, part);
        return text.substring(0, from) + generated + text.substring(to);
    }

    @Test
    void shouldUseUniqueNames() {
        long constants = Arrays.stream(ValueType.values())
                .mapToLong(type -> type.constants().size())
                .sum();

        assertEquals(constants, Vocabulary.CONSTANTS.size());
        assertEquals(
                Variable.values().length,
                Vocabulary.STANDARD.facts(ExpressionScope.DEVICE).size());
    }

    private static String facts() {
        return Arrays.stream(Variable.values())
                .map(variable -> "| `%s` | %s | %s |\n"
                        .formatted(variable.path(), variable.type().typeName(), variable.meaning()))
                .collect(Collectors.joining("", "| fact | type | what it says |\n|---|---|---|\n", ""));
    }

    private static String constants() {
        return Arrays.stream(ValueType.values())
                .filter(type -> !type.constants().isEmpty())
                .map(type -> "| %s | %s |\n"
                        .formatted(
                                type.typeName(),
                                type.constants().keySet().stream()
                                        .map("`%s`"::formatted)
                                        .collect(Collectors.joining(", "))))
                .collect(Collectors.joining("", "| type | its values |\n|---|---|\n", ""));
    }
}
