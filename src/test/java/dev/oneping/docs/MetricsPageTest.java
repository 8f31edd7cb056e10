package dev.oneping.docs;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneping.auth.key.ApiKeys;
import dev.oneping.e2e.OwnTime;
import dev.oneping.e2e.TestClock;
import dev.oneping.e2e.TestDevice;
import dev.oneping.e2e.Verbs;
import dev.oneping.testing.RedisServer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What {@code /q/metrics} serves, read as strictly as a scraper does, and {@code docs/metrics.md}, which lists it. */
@Tag("service")
@QuarkusTest
@WithTestResource(RedisServer.class)
@TestProfile(OwnTime.class)
class MetricsPageTest {

    private static final Path PAGE = Path.of("docs/metrics.md");
    private static final Pattern SAMPLE = Pattern.compile(
            "([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{((?:[a-zA-Z_][a-zA-Z0-9_]*=\"(?:[^\"\\\\\\n]|\\\\[\\\\\"n])*\",?)*)\\})? (\\S+)");
    private static final Pattern LABEL = Pattern.compile("([a-zA-Z_][a-zA-Z0-9_]*)=\"");
    private static final String HEAD = """
            # Metrics

            `/q/metrics` in the format of Prometheus. Histograms have buckets, so a quantile is for example
            `histogram_quantile(0.99, sum by (le) (rate(oneping_redis_calls_seconds_bucket[5m])))`. Only the node that commits a step counts
            it, so sums over all nodes are right. This page is written by `MetricsPageTest` with `-Doneping.write=true`.

            | metric | type | labels | |
            |---|---|---|---|
            """;

    @Inject
    ApiKeys keys;

    @Inject
    TestClock clock;

    @Test
    void shouldServeWhatAStrictScraperReads() throws IOException {
        live();

        Map<String, Family> families =
                parse(given().accept("text/plain").get("/q/metrics").asString());

        for (String wanted : List.of(
                "oneping_notifications",
                "oneping_notification_first_device",
                "oneping_notification_first_ring_seconds",
                "oneping_notification_answer_seconds",
                "oneping_notification_rings",
                "oneping_decisions_seconds",
                "oneping_attempts",
                "oneping_redis_calls_seconds",
                "oneping_events_lag_seconds")) {
            assertTrue(
                    families.containsKey(wanted) || families.containsKey(wanted + "_total"),
                    () -> wanted + " is not in " + families.keySet());
        }
        Map<String, String> listed = listed();
        families.forEach((name, family) -> {
            if (name.startsWith("oneping_")) {
                listed.merge(name, family.row(name), (old, fresh) -> Boolean.getBoolean("oneping.write") ? fresh : old);
            }
        });
        if (Boolean.getBoolean("oneping.write")) {
            Files.writeString(PAGE, HEAD + String.join("\n", listed.values()) + "\n");
        }
        assertEquals(
                new TreeSet<>(listed.keySet()), new TreeSet<>(listed().keySet()), "write it with -Doneping.write=true");
    }

    private void live() {
        Verbs ann = Verbs.ofNewTenant(keys);
        try (TestDevice laptop = ann.connect("laptop", Verbs.ACTIVE)) {
            String id = ann.notify("Lunch?", "").getString("id");
            laptop.await("notify");
            laptop.send("{'type':'ack','id':'%s','kind':'acted'}".formatted(id));
            Awaitility.await().until(() -> ann.read(id).getString("state"), "acted"::equals);
            ann.notify("Dinner?", "");
            laptop.await("notify");
            clock.forward(Duration.ofMinutes(10));
        }
        Awaitility.await()
                .until(
                        () -> given().accept("text/plain").get("/q/metrics").asString(),
                        text -> text.contains("oneping_events_lag"));
    }

    private static Map<String, Family> parse(String text) {
        Map<String, Family> families = new TreeMap<>();
        Map<String, String> help = new TreeMap<>();
        Map<String, String> types = new TreeMap<>();
        Set<String> seen = new HashSet<>();
        for (String line : text.split("\n", -1)) {
            if (line.startsWith("# HELP ")) {
                String[] parts = line.substring(7).split(" ", 2);
                assertTrue(parts.length == 2 && !parts[1].isBlank(), () -> "no text: " + line);
                assertNull(help.put(parts[0], parts[1]), line);
            } else if (line.startsWith("# TYPE ")) {
                String[] parts = line.substring(7).split(" ", 2);
                assertNull(types.put(parts[0], parts[1]), line);
            } else if (!line.isEmpty() && !line.startsWith("#")) {
                Matcher sample = SAMPLE.matcher(line);
                assertTrue(sample.matches(), () -> "not a sample: " + line);
                assertTrue(seen.add(line.substring(0, line.lastIndexOf(' '))), () -> "twice: " + line);
                assertFalse(line.contains("m__"), line);
                String family = family(sample.group(1), types);
                assertNotNull(help.get(family), () -> "no HELP before " + line);
                families.computeIfAbsent(
                                family,
                                name -> new Family(
                                        Objects.requireNonNull(types.get(name)),
                                        Objects.requireNonNull(help.get(name)),
                                        new TreeSet<>()))
                        .labels
                        .addAll(labels(sample.group(2)));
            }
        }
        return families;
    }

    private static String family(String sample, Map<String, String> types) {
        if (types.containsKey(sample)) {
            return sample;
        }
        // A long task timer is written as a summary of its own: how many are active, and for how long in all.
        String base = sample.replaceFirst("_(bucket|active_count|duration_sum|sum|count|created)$", "");
        assertTrue(types.containsKey(base), () -> "no TYPE before " + sample);
        return base;
    }

    private static Set<String> labels(@Nullable String text) {
        return text == null
                ? Set.of()
                : LABEL.matcher(text)
                        .results()
                        .map(found -> found.group(1))
                        .filter(name -> !name.equals("le"))
                        .collect(Collectors.toSet());
    }

    private static Map<String, String> listed() throws IOException {
        Map<String, String> rows = new TreeMap<>();
        if (Files.exists(PAGE)) {
            Files.readAllLines(PAGE).stream()
                    .filter(line -> line.startsWith("| `"))
                    .forEach(line -> rows.put(line.split("`", -1)[1], line));
        }
        return rows;
    }

    private record Family(String type, String help, Set<String> labels) {

        String row(String name) {
            return "| `%s` | %s | %s | %s |".formatted(name, type, String.join(", ", labels), help);
        }
    }
}
