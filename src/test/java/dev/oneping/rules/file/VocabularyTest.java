package dev.oneping.rules.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneping.rules.ValueType;
import dev.oneping.rules.Variable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class VocabularyTest {

    @Test
    void shouldBeWrittenInTheReadme() throws Exception {
        String readme = Files.readString(Path.of("rules/README.md"));

        assertTrue(readme.contains(facts()), () -> "rules/README.md must hold this table:\n" + facts());
        assertTrue(readme.contains(constants()), () -> "rules/README.md must hold this table:\n" + constants());
    }

    @Test
    void shouldNameEachThingOnce() {
        long constants = Arrays.stream(ValueType.values())
                .mapToLong(type -> type.constants().size())
                .sum();

        assertEquals(constants, Vocabulary.CONSTANTS.size());
        assertEquals(Variable.values().length, Vocabulary.VARIABLES.size());
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
