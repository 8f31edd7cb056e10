package dev.oneping.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Summarizes the latest decision of a notification's trace: the deciding stage, and the result for each device. */
final class Why {

    private Why() {}

    /** Returns one or two lines; none if nothing was decided yet. */
    static List<String> of(JsonNode trace) {
        List<JsonNode> decisions = elements(trace.path("lines"))
                .map(line -> line.path("explanation"))
                .filter(JsonNode::isObject)
                .toList();
        return decisions.isEmpty() ? List.of() : words(decisions.getLast());
    }

    private static List<String> words(JsonNode explanation) {
        List<String> lines = new ArrayList<>();
        JsonNode stage = settling(explanation.path("stages"));
        lines.add("because of " + stage.path("stage").asText() + ": "
                + stage.path("reason").asText());
        if (!explanation.path("candidates").isEmpty()) {
            lines.add(elements(explanation.path("candidates")).map(Why::fate).collect(Collectors.joining(", ")));
        }
        return lines;
    }

    /** Returns the stage that chose the device; if none was chosen, the last stage with an effect. */
    private static JsonNode settling(JsonNode stages) {
        List<JsonNode> all =
                elements(stages).filter(stage -> !onlyFollows(stage)).toList();
        return all.stream()
                .filter(stage -> stage.path("stage").asText().equals("pick"))
                .findFirst()
                .orElseGet(all::getLast);
    }

    /** Omits stages that follow from the reasons given for the devices. */
    private static boolean onlyFollows(JsonNode stage) {
        return stage.path("stage").asText().equals("otherwise")
                || stage.path("reason").asText().equals("no_step");
    }

    private static String fate(JsonNode candidate) {
        String words =
                candidate.path("device").asText() + " " + candidate.path("fate").asText();
        String attention = candidate.path("attention").asText();
        return candidate.has("score")
                ? words
                        + " (%s, %.0f points)"
                                .formatted(attention, candidate.path("score").asDouble())
                : words + " (" + candidate.path("reason").asText() + ")";
    }

    private static Stream<JsonNode> elements(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
