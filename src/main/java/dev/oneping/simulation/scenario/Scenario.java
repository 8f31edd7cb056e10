package dev.oneping.simulation.scenario;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * A scenario file: people with their devices, a timeline, and what is expected of it.
 *
 * @param name     what it shows, in a sentence
 * @param start    the first instant; its offset is that of all times of day
 * @param people   the users, each with preferences and devices
 * @param timeline what happens, in the order of time
 * @param expected the expectations, as they are written
 */
public record Scenario(
        String name, OffsetDateTime start, JsonNode people, List<Step> timeline, List<ScenarioExpectation> expected) {

    private static final Set<String> FIELDS = Set.of("scenario", "start", "people", "timeline", "expect");
    private static final Set<String> ACTIONS = Set.of("open", "close", "report", "frame", "notify", "tap", "request");

    public Scenario {
        timeline = List.copyOf(timeline);
        expected = List.copyOf(expected);
    }

    /**
     * Something that happens.
     *
     * @param line where it is written
     * @param at   when it happens
     * @param what what happens; nothing but time passes if it names no action
     */
    public record Step(int line, OffsetDateTime at, JsonNode what) {}

    /**
     * Reads a file.
     *
     * @throws IllegalArgumentException naming file, line and field
     */
    public static Scenario read(Path file) throws IOException {
        return parse(String.valueOf(file), Files.readString(file));
    }

    /**
     * Reads the text of a file.
     *
     * @param file its name, for errors
     */
    public static Scenario parse(String file, String text) {
        JsonNode root;
        try {
            root = new YAMLMapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    file + ":" + (e.getLocation() == null ? 1 : e.getLocation().getLineNr()) + ": this is not YAML: "
                            + e.getOriginalMessage().lines().findFirst().orElse(""),
                    e);
        }
        return new Reader(file, text, root).scenario();
    }

    /** Reads one file. */
    private record Reader(String file, String text, JsonNode root) {

        Scenario scenario() {
            Set<String> unknown = new TreeSet<>();
            root.fieldNames().forEachRemaining(unknown::add);
            unknown.removeAll(FIELDS);
            if (!unknown.isEmpty()) {
                throw bad(
                        1, unknown.iterator().next(), "is no field of a scenario; there are " + new TreeSet<>(FIELDS));
            }
            OffsetDateTime start = start();
            return new Scenario(
                    root.path("scenario").asText(file), start, root.path("people"), timeline(start), expected(start));
        }

        private OffsetDateTime start() {
            try {
                return OffsetDateTime.parse(root.path("start").asText());
            } catch (DateTimeException e) {
                throw bad(
                        line("start", -1),
                        "start",
                        "must be an instant with an offset, such as 2026-03-02T08:00:00+01:00");
            }
        }

        private List<Step> timeline(OffsetDateTime start) {
            List<Step> steps = new ArrayList<>();
            OffsetDateTime at = start;
            for (int place = 0; place < root.path("timeline").size(); place++) {
                JsonNode step = root.path("timeline").get(place);
                int line = line("timeline", place);
                try {
                    at = at(step.path("at").asText(), at);
                } catch (DateTimeException e) {
                    throw bad(line, "at", "must be a time of day (08:30), a pause (+90s) or an instant");
                }
                for (String field : (Iterable<String>) step::fieldNames) {
                    if (!field.equals("at") && !field.equals("device") && !ACTIONS.contains(field)) {
                        throw bad(line, field, "is no action; there are " + new TreeSet<>(ACTIONS));
                    }
                }
                steps.add(new Step(line, at, step));
            }
            return steps;
        }

        private List<ScenarioExpectation> expected(OffsetDateTime start) {
            List<ScenarioExpectation> all = new ArrayList<>();
            JsonNode given = root.path("expect");
            for (int place = 0; place < given.size(); place++) {
                try {
                    all.add(ScenarioExpectation.parse(given.get(place).asText(), start));
                } catch (IllegalArgumentException e) {
                    throw bad(line("expect", place), "expect", String.valueOf(e.getMessage()));
                }
            }
            return all;
        }

        private IllegalArgumentException bad(int line, String field, String what) {
            return new IllegalArgumentException(file + ":" + line + ": '" + field + "' " + what + ".");
        }

        /** Returns the line of an entry of a list, or of a field itself. */
        private int line(String field, int place) {
            Node document = new Yaml(new LoaderOptions()).compose(new StringReader(text));
            if (document instanceof MappingNode mapping) {
                for (NodeTuple entry : mapping.getValue()) {
                    if (entry.getKeyNode() instanceof ScalarNode key
                            && key.getValue().equals(field)) {
                        Node value = entry.getValueNode();
                        Node node = place >= 0 && value instanceof SequenceNode list
                                ? list.getValue().get(place)
                                : entry.getKeyNode();
                        return node.getStartMark().getLine() + 1;
                    }
                }
            }
            return 1;
        }
    }

    /** Returns an instant: the next such time of day, so long after the one before, or the one that is written. */
    static OffsetDateTime at(String text, OffsetDateTime before) {
        if (text.startsWith("+")) {
            return before.plus(Duration.parse("PT" + text.substring(1)));
        }
        if (text.contains("T")) {
            return OffsetDateTime.parse(text);
        }
        OffsetDateTime today = before.with(LocalTime.parse(text));
        return today.isBefore(before) ? today.plusDays(1) : today;
    }
}
