package dev.oneping.rules.file;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/** A YAML value that knows where it stands. */
sealed interface Located {

    JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** Where it begins. */
    Position at();

    /** The same value without its place. */
    JsonNode json();

    /**
     * A single value.
     *
     * @param at   where it begins, at its opening quote if it has one
     * @param end  just behind where it ends
     * @param text what it says, unquoted
     * @param json its value by the core schema of YAML 1.2
     */
    record Scalar(Position at, Position end, String text, JsonNode json) implements Located {}

    /** Values in order. */
    record Sequence(Position at, List<Located> items) implements Located {
        @Override
        public JsonNode json() {
            ArrayNode array = JSON.arrayNode();
            items.forEach(item -> array.add(item.json()));
            return array;
        }
    }

    /** Values by name; no name stands twice. */
    record Mapping(Position at, List<Entry> entries) implements Located {
        Optional<Entry> entry(String name) {
            return entries.stream().filter(entry -> entry.name().equals(name)).findFirst();
        }

        Optional<Located> get(String name) {
            return entry(name).map(Entry::value);
        }

        @Override
        public JsonNode json() {
            ObjectNode object = JSON.objectNode();
            entries.forEach(entry -> object.set(entry.name(), entry.value().json()));
            return object;
        }
    }

    /** One name of a mapping with its value. */
    record Entry(Scalar key, Located value) {
        String name() {
            return key.text();
        }
    }
}
