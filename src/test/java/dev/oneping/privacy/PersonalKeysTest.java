package dev.oneping.privacy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneping.testing.KeyShapes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The table of personal keys knows every key that {@code docs/redis-keys.md} lists, and agrees with the names there. */
class PersonalKeysTest {

    private static final Pattern NAMES = Pattern.compile("`([^`]+)`");

    @Test
    void shouldClassifyEveryKeyThatTheServiceWrites() throws IOException {
        TreeSet<String> listed = new TreeSet<>();
        listed().forEach(key -> listed.add(KeyShapes.of(key)));

        assertEquals(listed, new TreeSet<>(PersonalKeys.kinds().keySet()));
    }

    @Test
    void shouldCallEveryKeyPersonalThatNamesAUser() throws IOException {
        List<String> overlooked = listed().stream()
                .filter(key -> key.contains("<user>") || key.contains("<u>"))
                .filter(key -> !kind(key).isPersonal())
                .toList();

        assertEquals(List.of(), overlooked);
    }

    @Test
    void shouldCallNoKeyTheServicesOwnThatNamesATenant() throws IOException {
        List<String> overlooked = listed().stream()
                .filter(key -> key.contains("<tenant>") || key.contains("{t}"))
                .filter(key -> kind(key).isOfTheService())
                .toList();

        assertEquals(List.of(), overlooked);
    }

    @Test
    void shouldReadTheOwnerFromTheNameOfAKey() {
        var name = PersonalKeys.of("group:{acme}:ops").orElseThrow();

        assertEquals("acme:ops", name.rest());
        assertEquals("{s12}:webhook-list:sub_1", sibling("{s12}:webhook:sub_1:evt_1"));
        assertTrue(PersonalKeys.of("somebody-elses").isEmpty());
    }

    private static String sibling(String key) {
        return PersonalKeys.of(key).orElseThrow().sibling("webhook-list");
    }

    private static KeyKind kind(String key) {
        Map<String, KeyKind> kinds = PersonalKeys.kinds();
        return kinds.get(KeyShapes.of(key));
    }

    /** The keys in the first column of the page. */
    private static List<String> listed() throws IOException {
        return Files.readAllLines(Path.of("docs/redis-keys.md")).stream()
                .filter(row -> row.startsWith("| `"))
                .flatMap(row -> NAMES.matcher(row.split("\\|")[1]).results().map(name -> name.group(1)))
                .toList();
    }
}
