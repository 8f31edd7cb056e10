package dev.oneping.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code docs/configuration.md} is written from the Javadoc of the settings. {@code -Doneping.write=true} writes it. */
class ConfigurationPageTest {

    private static final Path PAGE = Path.of("docs/configuration.md");

    @Test
    void shouldHaveEverySettingInThePage() throws IOException {
        String written = page(mappings());
        if (Boolean.getBoolean("oneping.write")) {
            Files.writeString(PAGE, written);
        }
        assertEquals(written, Files.readString(PAGE), "run this test with -Doneping.write=true");
    }

    @Test
    void shouldDocumentEverySetting() throws IOException {
        List<ConfigSource.Key> keys =
                mappings().stream().flatMap(mapping -> mapping.keys().stream()).toList();

        assertTrue(keys.size() > 130, "only " + keys.size() + " settings were found");
        assertEquals(
                List.of(), keys.stream().filter(key -> key.about().isEmpty()).toList());
    }

    private static List<ConfigSource> mappings() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
            return files.filter(file -> file.toString().endsWith("Config.java"))
                    .flatMap(file -> ConfigSource.read(file).stream())
                    .sorted(Comparator.comparing(ConfigSource::prefix))
                    .toList();
        }
    }

    private static String page(List<ConfigSource> mappings) {
        var page = new StringBuilder("""
                # Configuration

                Written by `ConfigurationPageTest` from the Javadoc of the settings; do not edit. A setting `oneping.a.b-c` is given as
                the environment variable `ONEPING_A_B_C`, as a system property, or in `application.properties`. Durations are written
                `500ms`, `30s`, `15m`, `2h`, `7d`. Settings of Quarkus (`quarkus.*`) apply as its documentation says.
                """);
        for (ConfigSource mapping : mappings) {
            page.append("\n## ")
                    .append(mapping.prefix())
                    .append("\n\n")
                    .append(mapping.about())
                    .append("\n\n| setting | type | default | meaning |\n|---|---|---|---|\n");
            for (ConfigSource.Key key : mapping.keys()) {
                page.append("| `%s` | %s | %s | %s |%n"
                        .formatted(
                                key.name(),
                                key.type().replace("<", "&lt;"),
                                key.byDefault().isEmpty() ? "–" : "`" + key.byDefault() + "`",
                                key.about().replace("|", "\\|")));
            }
        }
        return page.toString();
    }
}
