package dev.oneping.rules.file;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import com.networknt.schema.path.NodePath;
import dev.oneping.rules.file.Located.Entry;
import dev.oneping.rules.file.Located.Mapping;
import dev.oneping.rules.file.Located.Sequence;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Checks a file against a JSON Schema and tells what is wrong in the author's words: where it stands in the file, and, as
 * the hint, what the schema itself says in the {@code description} of the place.
 */
final class SchemaCheck {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final JsonNode definition;
    private final Schema schema;

    private SchemaCheck(JsonNode definition) {
        this.definition = definition;
        this.schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(definition);
    }

    /** The check by a schema on the class path. */
    static SchemaCheck by(String resource) {
        try (InputStream in = SchemaCheck.class.getClassLoader().getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException(resource + " is not on the class path");
            }
            return new SchemaCheck(JSON.readTree(in));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(resource, unreadable);
        }
    }

    void check(Located root, Problems problems) {
        for (Error error : schema.validate(root.json())) {
            List<Located> way = way(root, error.getInstanceLocation());
            problems.add(place(way, error), message(error), hint(error));
        }
    }

    /** From the root down to the value that the error is about. */
    private static List<Located> way(Located root, NodePath path) {
        List<Located> way = new ArrayList<>(List.of(root));
        for (int i = 0; i < path.getNameCount(); i++) {
            Object step = path.getElement(i);
            switch (way.getLast()) {
                case Mapping mapping -> mapping.get(step.toString()).ifPresent(way::add);
                case Sequence sequence -> way.add(sequence.items().get((Integer) step));
                case Located.Scalar scalar -> throw new IllegalStateException(path + " leads past " + scalar);
            }
        }
        return way;
    }

    private static Position place(List<Located> way, Error error) {
        Located value = way.getLast();
        if (error.getProperty() != null && value instanceof Mapping mapping) {
            Optional<Entry> entry = mapping.entry(error.getProperty());
            return entry.map(found -> found.key().at()).orElse(value.at());
        }
        if (error.getKeyword().equals("false") && way.get(way.size() - 2) instanceof Mapping parent) {
            return keyOf(value, parent).orElse(value.at());
        }
        return value.at();
    }

    private static Optional<Position> keyOf(Located value, Mapping parent) {
        return parent.entries().stream()
                .filter(entry -> entry.value() == value)
                .map(entry -> entry.key().at())
                .findFirst();
    }

    private static String message(Error error) {
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

    private @Nullable String hint(Error error) {
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
