package dev.oneping.docs;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.oneping.testing.KeyShapes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The table of {@code docs/redis-keys.md} is what the service tests of this run have left in Redis. */
class RedisKeysIT {

    private static final Path LEFT = Path.of("target/redis-keys.txt");
    private static final int WHOLE_RUN = 30;

    /** Keys that live for seconds, or only while something is under way: a run may leave none. */
    private static final List<String> FLEETING = List.of(
            "{s}:owner",
            "{s}:present",
            "{s}:ring",
            "{s}:wake",
            "{s}:alarm",
            "{s}:digest",
            "{s}:fan-nudges",
            "{s}:fan-awaited",
            "{s}:availabilities",
            "{s}:signal-rate",
            "{s}:webhook-queue",
            "{s}:webhook-line",
            "{s}:webhook-pace",
            "{s}:webhook-start",
            "oneping:ticket",
            "oneping:ready",
            "oneping:tenant-outages");

    /** The tests of the streams connector, which knows nothing of oneping, use streams of their own. */
    private static final String OF_THE_CONNECTOR = ":stream";

    @Test
    void shouldListEveryKeyThatTheServiceLeft() throws IOException {
        Map<String, String> left = left();
        Map<String, String> listed = listed();

        Map<String, String> unlisted = new TreeMap<>(left);
        unlisted.entrySet().removeIf(key -> key.getValue().equals(listed.get(key.getKey())));
        assertEquals(Map.of(), unlisted, "keys that the table lacks, or has with another type");
    }

    @Test
    void shouldListNoKeyThatTheServiceNeverWrites() throws IOException {
        Map<String, String> left = left();

        List<String> unseen = listed().keySet().stream()
                .filter(key -> !left.containsKey(key) && !FLEETING.contains(key))
                .toList();
        assertEquals(List.of(), unseen);
    }

    private static Map<String, String> left() throws IOException {
        assumeTrue(Files.exists(LEFT), "no service test ran before");
        Map<String, String> left = new TreeMap<>();
        for (String line : Files.readAllLines(LEFT)) {
            int gap = line.lastIndexOf(' ');
            if (!line.substring(0, gap).endsWith(OF_THE_CONNECTOR)) {
                left.put(line.substring(0, gap), line.substring(gap + 1));
            }
        }
        assumeTrue(left.size() >= WHOLE_RUN, "only some service tests ran before");
        return left;
    }

    /** The rows of the table: a row may name several keys, and then a type for each, or one for all. */
    private static Map<String, String> listed() throws IOException {
        Map<String, String> listed = new LinkedHashMap<>();
        for (String row : Files.readAllLines(Path.of("docs/redis-keys.md"))) {
            if (row.startsWith("| `")) {
                String[] cells = row.split("\\|");
                List<String> keys = Pattern.compile("`([^`]+)`")
                        .matcher(cells[1])
                        .results()
                        .map(key -> key.group(1))
                        .toList();
                List<String> types = List.of(cells[2].strip().split(", "));
                for (int i = 0; i < keys.size(); i++) {
                    listed.put(KeyShapes.of(keys.get(i)), types.get(Math.min(i, types.size() - 1)));
                }
            }
        }
        return listed;
    }
}
