package dev.oneping.rules.file.source;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.path.NodePath;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Converts JSON Schema errors to messages for rule authors. The hints are the {@code description}s in the schema, so
 * that editors and messages show the same text.
 */
final class SchemaMessages {

    private final JsonNode definition;

    SchemaMessages(JsonNode definition) {
        this.definition = definition;
    }

    static String message(Error error) {
        return switch (error.getKeyword()) {
            case "additionalProperties" -> "unknown field '%s'".formatted(error.getProperty());
            case "required" -> "'%s' is missing here".formatted(error.getProperty());
            case "propertyNames" -> "'%s' is not a valid name".formatted(error.getProperty());
            case "false" -> "'%s' cannot be used with this '%s'".formatted(lastName(error), contradicted(error));
            case "enum", "const" -> "%s is not allowed here".formatted(error.getInstanceNode());
            case "pattern" -> "%s is malformed".formatted(error.getInstanceNode());
            case "type" -> "%s is not allowed here".formatted(kind(error.getInstanceNode()));
            default -> "this " + error.getMessage();
        };
    }

    @Nullable
    String hint(Error error) {
        return switch (error.getKeyword()) {
            case "additionalProperties" -> Suggestion.forWord(error.getProperty(), known(error));
            case "required" -> description(error, error.getProperty());
            case "enum" ->
                isWord(error) ? Suggestion.forWord(error.getInstanceNode().asText(), words(error)) : description(error);
            case "false" -> "remove it";
            default -> description(error);
        };
    }

    private static boolean isWord(Error error) {
        return error.getInstanceNode().isTextual();
    }

    private static List<String> words(Error error) {
        List<String> words = new ArrayList<>();
        error.getSchemaNode().forEach(word -> words.add(word.asText()));
        return words;
    }

    private List<String> known(Error error) {
        List<String> names = new ArrayList<>();
        schemaPath(error).getLast().path("properties").fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** The description of the innermost schema around the violated keyword. */
    private @Nullable String description(Error error) {
        List<JsonNode> path = schemaPath(error);
        String own = path.getLast().path("description").asText("");
        String referenced = resolved(path.getLast().path("propertyNames"))
                .path("description")
                .asText("");
        return !own.isEmpty() ? own : referenced.isEmpty() ? null : referenced;
    }

    /** The description of a property by the nearest schema that defines it. */
    private @Nullable String description(Error error, String property) {
        return schemaPath(error).reversed().stream()
                .map(schema -> schema.path("properties").path(property))
                .map(found -> found.has("description") ? found : resolved(found))
                .map(found -> found.path("description").asText(""))
                .filter(text -> !text.isEmpty())
                .findFirst()
                .orElse(null);
    }

    private JsonNode resolved(JsonNode schema) {
        String reference = schema.path("$ref").asText("");
        return reference.isEmpty() ? schema : definition.at(reference.substring(1));
    }

    /** The path from the root of the schema to the schema with the violated keyword. */
    private List<JsonNode> schemaPath(Error error) {
        NodePath location = error.getSchemaLocation().getFragment();
        List<JsonNode> path = new ArrayList<>(List.of(definition));
        for (int i = 0; i < location.getNameCount() - 1; i++) {
            Object step = location.getElement(i);
            JsonNode at = path.getLast();
            path.add(at.isArray() ? at.path(Integer.parseInt(step.toString())) : at.path(step.toString()));
        }
        return path;
    }

    /** The field that decides whether the rejected one may be used. */
    private static String contradicted(Error error) {
        return switch (lastName(error)) {
            case "steps", "max_rounds", "patience", "again" -> "choose";
            case "score" -> "log_odds";
            default -> "then";
        };
    }

    private static String lastName(Error error) {
        NodePath path = error.getInstanceLocation();
        return path.getName(path.getNameCount() - 1);
    }

    private static String kind(JsonNode node) {
        return switch (node.getNodeType()) {
            case ARRAY -> "a list";
            case OBJECT -> "a mapping of names to values";
            case STRING -> "text";
            case NUMBER -> "a number";
            case BOOLEAN -> "true or false";
            default -> "nothing";
        };
    }
}
