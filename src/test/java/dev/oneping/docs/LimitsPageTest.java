package dev.oneping.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/limits.md} names every setting that limits callers, with its default. */
class LimitsPageTest {

    private static final Path PAGE = Path.of("docs/limits.md");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `(oneping\\.[a-z.-]+)` \\| `([^`]+)` \\|");

    /** The types of settings that count something; times are no limits of callers. */
    private static final Set<String> COUNTS = Set.of("int", "long", "MemorySize");

    /** Settings that count what no caller can reach, such as the width of an internal queue. */
    private static final Set<String> INTERNAL = Set.of(
            "oneping.connection.node-batch",
            "oneping.fan-out.at-once",
            "oneping.fan-out.batch",
            "oneping.grip.publish-attempts",
            "oneping.grip.waiting",
            "oneping.presence.mass-drop.at-least",
            "oneping.presence.remembered",
            "oneping.redis.max-in-flight",
            "oneping.redis.shards",
            "oneping.webhook.breaker-failures",
            "oneping.webhook.disable-after-failures",
            "oneping.webhook.metered-subscriptions",
            "oneping.webhook.response-chars-kept");

    @Test
    void shouldHaveEveryLimitWithItsDefaultInThePage() throws IOException {
        Map<String, String> written = ROW.matcher(Files.readString(PAGE))
                .results()
                .collect(Collectors.toMap(
                        row -> row.group(1), (MatchResult row) -> row.group(2), (one, other) -> other, TreeMap::new));

        assertEquals(limits(), written);
    }

    private static Map<String, String> limits() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            return files.filter(file -> file.toString().endsWith("Config.java"))
                    .flatMap(file -> ConfigSource.read(file).stream())
                    .flatMap(mapping -> mapping.keys().stream())
                    .filter(key -> COUNTS.contains(key.type()) && !INTERNAL.contains(key.name()))
                    .collect(Collectors.toMap(
                            ConfigSource.Key::name, ConfigSource.Key::byDefault, (one, other) -> other, TreeMap::new));
        }
    }
}
