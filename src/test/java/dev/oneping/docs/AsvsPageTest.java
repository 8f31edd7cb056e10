package dev.oneping.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every test that {@code docs/asvs.md} names exists. */
class AsvsPageTest {

    private static final Pattern ROW = Pattern.compile("(?m)^\\| \\d+\\.\\d+\\.\\d+ .*\\| `(\\w+)(?:\\.(\\w+))?` \\|$");

    @Test
    void shouldNameOnlyTestsThatExist() throws IOException {
        String page = Files.readString(Path.of("docs/asvs.md"));
        List<MatchResult> rows = ROW.matcher(page).results().toList();
        Map<String, Path> tests = tests();

        List<String> missing = new ArrayList<>();
        for (MatchResult row : rows) {
            Path test = tests.get(row.group(1));
            boolean exists = test != null
                    && (row.group(2) == null || Files.readString(test).contains("void " + row.group(2) + "("));
            if (!exists) {
                missing.add(row.group());
            }
        }

        assertEquals(List.of(), missing);
        assertEquals(page.lines().filter(line -> line.matches("\\| \\d.*")).count(), rows.size());
        assertTrue(rows.size() > 30);
    }

    private static Map<String, Path> tests() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .collect(Collectors.toMap(
                            file -> file.getFileName().toString().replace(".java", ""),
                            file -> file,
                            (one, other) -> one));
        }
    }
}
