package dev.oneping.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * An OpenAPI document that can be asked for its operations.
 *
 * @param root the whole document
 */
record Contract(JsonNode root) {

    private static final Set<String> METHODS =
            Set.of("get", "put", "post", "delete", "options", "head", "patch", "trace");

    /** The one that is written by hand. */
    static Contract written() {
        try {
            return new Contract(
                    new YAMLMapper().readTree(Path.of("openapi/openapi.yaml").toFile()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the operations of the API. */
    List<Operation> operations() {
        return operations("paths");
    }

    /** Returns the operations of a webhook receiver. */
    List<Operation> webhooks() {
        return operations("webhooks");
    }

    /** The node itself, or what its {@code $ref} leads to. */
    JsonNode resolve(JsonNode node) {
        JsonNode reference = node.path("$ref");
        return reference.isMissingNode() ? node : resolve(target(reference.asText()));
    }

    /** Resolves a reference within the document; a missing node if it is dangling. */
    JsonNode target(String reference) {
        return root.at(reference.substring(1));
    }

    private List<Operation> operations(String member) {
        List<Operation> operations = new ArrayList<>();
        root.path(member)
                .properties()
                .forEach(path -> path.getValue().properties().stream()
                        .filter(method -> METHODS.contains(method.getKey()))
                        .forEach(method -> operations.add(
                                new Operation(path.getKey(), method.getKey(), path.getValue(), method.getValue()))));
        return operations;
    }

    /**
     * One operation.
     *
     * @param item what all operations of the path share
     * @param node what is this operation's own
     */
    record Operation(String path, String method, JsonNode item, JsonNode node) {

        /** For example {@code POST /v1/notify}. */
        String name() {
            return method.toUpperCase(Locale.ROOT) + " " + path;
        }

        /** The parameters of the path and of the operation, as they stand. */
        Stream<JsonNode> parameters() {
            return Stream.concat(
                    item.path("parameters").valueStream(),
                    node.path("parameters").valueStream());
        }
    }
}
