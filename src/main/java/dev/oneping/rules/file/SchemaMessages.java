package dev.oneping.rules.file;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import com.networknt.schema.path.NodePath;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells what breaks a JSON Schema in the words of an author. The hints are the schema's own: each is the {@code description}
 * of the place, so that editors and messages say the same.
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
            case "propertyNames" -> "'%s' cannot be a name".formatted(error.getProperty());
            case "false" -> "'%s' has no meaning with this 'then'".formatted(lastName(error));
            case "enum", "const" -> "%s is not allowed here".formatted(error.getInstanceNode());
            case "pattern" -> "%s is not written as it must be".formatted(error.getInstanceNode());
            case "type" -> "%s must not stand here".formatted(kind(error.getInstanceNode()));
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
            case "false" -> "leave it out";
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
        schemaWay(error).getLast().path("properties").fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** What the innermost schema around the broken keyword says of itself. */
    private @Nullable String description(Error error) {
        List<JsonNode> way = schemaWay(error);
        String own = way.getLast().path("description").asText("");
        String referenced = resolved(way.getLast().path("propertyNames"))
                .path("description")
                .asText("");
        return !own.isEmpty() ? own : referenced.isEmpty() ? null : referenced;
    }

    /** What the nearest schema that knows a property says of it. */
    private @Nullable String description(Error error, String property) {
        return schemaWay(error).reversed().stream()
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

    /** From the root of the schema down to the schema that the broken keyword stands in. */
    private List<JsonNode> schemaWay(Error error) {
        NodePath path = error.getSchemaLocation().getFragment();
        List<JsonNode> way = new ArrayList<>(List.of(definition));
        for (int i = 0; i < path.getNameCount() - 1; i++) {
            Object step = path.getElement(i);
            JsonNode at = way.getLast();
            way.add(at.isArray() ? at.path(Integer.parseInt(step.toString())) : at.path(step.toString()));
        }
        return way;
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
