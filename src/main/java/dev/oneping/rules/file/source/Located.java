package dev.oneping.rules.file.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/** A YAML value with its position in the file. */
public sealed interface Located {

    JsonNodeFactory JSON = JsonNodeFactory.instance;

    /** The position of its first character. */
    public Position at();

    /** The value without its position. */
    public JsonNode json();

    /**
     * A single value.
     *
     * @param at   the start, at its opening quote if it has one
     * @param end  the position after its end
     * @param text the unquoted text
     * @param json the value by the core schema of YAML 1.2
     */
    record Scalar(Position at, Position end, String text, JsonNode json) implements Located {}

    /** A list of values. */
    record Sequence(Position at, List<Located> items) implements Located {
        @Override
        public JsonNode json() {
            ArrayNode array = JSON.arrayNode();
            items.forEach(item -> array.add(item.json()));
            return array;
        }
    }

    /** A mapping of unique names to values. */
    record Mapping(Position at, List<Entry> entries) implements Located {
        Optional<Entry> entry(String name) {
            return entries.stream().filter(entry -> entry.name().equals(name)).findFirst();
        }

        public Optional<Located> get(String name) {
            return entry(name).map(Entry::value);
        }

        @Override
        public JsonNode json() {
            ObjectNode object = JSON.objectNode();
            entries.forEach(entry -> object.set(entry.name(), entry.value().json()));
            return object;
        }
    }

    /** One entry of a mapping. */
    record Entry(Scalar key, Located value) {
        public String name() {
            return key.text();
        }
    }
}
