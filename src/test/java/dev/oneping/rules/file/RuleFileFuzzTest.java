package dev.oneping.rules.file;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneping.rules.file.source.RuleFileException;
import dev.oneping.rules.file.source.RuleProblem;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is in a rule file: it is taken, or refused with places. It never crashes the reader, and never hangs it. */
@Tag("slow")
class RuleFileFuzzTest {

    private static final List<String> SCRAPS = List.of(
            "\n",
            " ",
            "\t",
            "\"",
            "'",
            "{",
            "}",
            "[",
            "]",
            ": ",
            "- ",
            "#",
            "&a ",
            "*a",
            "!!str ",
            "|",
            ">",
            "? ",
            "---\n",
            "...\n",
            "%",
            "@",
            "`",
            "\u0000",
            "\u00e4",
            "\ud83d\ude00",
            "((((((((",
            "!!!!!!!!",
            "[[[[[[[[[[[[[[[[[[",
            " && ",
            " || ",
            "in",
            "9999999999999999999999",
            "1e999",
            "<<: ",
            "device.",
            "null",
            "true",
            "then: hold",
            "\\");

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {3, 99, 20_261_123})
    void shouldAcceptOrRejectAnyFileWithPositions(long seed) throws Exception {
        // Given
        Random random = new Random(seed);
        String sound = Files.readString(Path.of("rules/default.yaml"));
        for (int round = 0; round < 150; round++) {
            String content = mutated(sound, random);

            // When, Then
            assertTakenOrRefused(content.getBytes(StandardCharsets.UTF_8));
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {5, 20_261_124})
    void shouldAcceptOrRejectAnyBytes(long seed) throws Exception {
        // Given
        Random random = new Random(seed);
        byte[] sound = Files.readAllBytes(Path.of("rules/default.yaml"));
        for (int round = 0; round < 80; round++) {
            byte[] content = sound.clone();
            for (int i = random.nextInt(4); i >= 0; i--) {
                content[random.nextInt(content.length)] = (byte) random.nextInt(256);
            }

            // When, Then
            assertTakenOrRefused(content);
        }
    }

    @ParameterizedTest(name = "length {0}")
    @ValueSource(ints = {0, 1, 7, 40, 200, 500, 900, 1200, 1500, 1800})
    void shouldAcceptOrRejectATruncatedFile(int length) throws Exception {
        byte[] sound = Files.readAllBytes(Path.of("rules/default.yaml"));

        assertTakenOrRefused(Arrays.copyOf(sound, Math.min(length, sound.length)));
    }

    private static String mutated(String sound, Random random) {
        StringBuilder text = new StringBuilder(sound);
        for (int i = random.nextInt(3); i >= 0; i--) {
            int at = random.nextInt(text.length());
            int to = Math.min(text.length(), at + random.nextInt(30));
            switch (random.nextInt(4)) {
                case 0 -> text.delete(at, to);
                case 1 -> text.insert(at, SCRAPS.get(random.nextInt(SCRAPS.size())));
                case 2 -> text.insert(random.nextInt(text.length()), text.substring(at, to));
                default -> text.setCharAt(at, (char) (32 + random.nextInt(95)));
            }
        }
        return text.toString();
    }

    private static void assertTakenOrRefused(byte[] content) {
        try {
            assertFalse(RuleFiles.parse("fuzzed", content).version().isEmpty());
        } catch (RuleFileException refused) {
            long lines = new String(content, StandardCharsets.UTF_8).lines().count();
            for (RuleProblem problem : refused.problems()) {
                int columns =
                        problem.source().codePointCount(0, problem.source().length());
                assertTrue(problem.line() >= 1 && problem.line() <= lines + 1, problem.report());
                assertTrue(problem.column() >= 1 && problem.column() <= columns + 1, problem.report());
            }
        }
    }
}
