package dev.oneping.rules.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneping.rules.file.source.RuleFileException;
import dev.oneping.rules.file.source.RuleFileProblems;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * The corpus in {@code src/test/resources/rules/bad}: each file says in comments of the form {@code #! line:column message
 * | hint} what is to be told of it, and all of it.
 */
class BadRuleFilesTest {

    private static final Path CORPUS = Path.of("src/test/resources/rules/bad");
    private static final String EXPECTED = "#! ";

    @TestFactory
    Stream<DynamicTest> shouldTellEveryProblemWithItsPlaceAndAHint() throws Exception {
        try (Stream<Path> files = Files.list(CORPUS)) {
            return files.sorted().toList().stream()
                    .map(file -> DynamicTest.dynamicTest(
                            file.getFileName().toString(), () -> assertEquals(expected(file), told(file))));
        }
    }

    @Test
    void shouldShowTheLineWithACaretUnderTheError() {
        // Given
        byte[] content = "language: 1\nfreshness: {\"\t\": 1m, battery: often}\n".getBytes(StandardCharsets.UTF_8);

        // When
        RuleFileException refused = assertThrows(RuleFileException.class, () -> RuleFiles.parse("my.yaml", content));

        // Then
        String told = String.valueOf(refused.getMessage());
        String wanted = "my.yaml:2:31: \"often\" is malformed\n"
                + "    2 | freshness: {\"\t\": 1m, battery: often}\n"
                + "      |              \t                ^\n"
                + "        Write a duration as 45s, 90m, 12h, 7d or 1h30m.";
        assertTrue(told.contains(wanted), told);
    }

    @Test
    void shouldRejectBinaryOversizedAndEmptyFiles() {
        assertEquals(
                List.of("2:3 invalid UTF-8 from here on | save the file as UTF-8"),
                told("language: 1\nna\u00ff".getBytes(StandardCharsets.ISO_8859_1)));
        assertEquals(List.of("1:1 the file has 300000 bytes; at most 262144 are allowed"), told(new byte[300_000]));
        assertEquals(List.of("1:1 the file is empty"), told(new byte[0]));
    }

    /** Such a file cost a minute, and eight megabytes of response. */
    @Test
    void shouldReportAtMostAHundredProblems() {
        StringBuilder text = new StringBuilder("language: 1\n");
        for (int i = 0; i < 20_000; i++) {
            text.append('k').append(i).append(": 1\n");
        }

        assertEquals(
                RuleFileProblems.MAX,
                told(text.toString().getBytes(StandardCharsets.UTF_8)).size());
    }

    /** The time of the YAML parser grows with the square of the depth. */
    @Test
    void shouldStopReadingATowerOfBrackets() {
        byte[] tower = ("language: " + "[".repeat(64_000)).getBytes(StandardCharsets.UTF_8);

        assertEquals(List.of("1:26 nested too deeply; at most 16 levels are allowed"), told(tower));
    }

    @Test
    void shouldReportAMissingFileAsAProblem() {
        RuleFileException refused =
                assertThrows(RuleFileException.class, () -> RuleFiles.load(Path.of("rules/no_such.yaml")));

        assertEquals("the file does not exist", refused.problems().getFirst().message());
    }

    private static List<String> expected(Path file) throws Exception {
        return Files.readAllLines(file).stream()
                .filter(line -> line.startsWith(EXPECTED))
                .map(line -> line.substring(EXPECTED.length()))
                .toList();
    }

    private static List<String> told(Path file) {
        return told(assertThrows(RuleFileException.class, () -> RuleFiles.load(file)));
    }

    private static List<String> told(byte[] content) {
        return told(assertThrows(RuleFileException.class, () -> RuleFiles.parse("bytes", content)));
    }

    private static List<String> told(RuleFileException refused) {
        return refused.problems().stream()
                .map(problem -> "%d:%d %s%s"
                        .formatted(
                                problem.line(),
                                problem.column(),
                                problem.message(),
                                problem.hint() == null ? "" : " | " + problem.hint()))
                .toList();
    }
}
