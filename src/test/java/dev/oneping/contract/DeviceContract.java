package dev.oneping.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.Error;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The device protocol of {@code openapi/asyncapi.yaml}.
 *
 * @param root the whole document
 */
public record DeviceContract(JsonNode root) {

    private static final String OTHER = "openapi.yaml#";

    /** One example of a message. */
    public record Example(String message, String name, JsonNode payload) {

        @Override
        public String toString() {
            return message + " " + name;
        }
    }

    /** The one that is written by hand. */
    public static DeviceContract written() {
        try {
            return new DeviceContract(
                    new YAMLMapper().readTree(Path.of("openapi/asyncapi.yaml").toFile()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The names of the messages that a device says, or else of those that it is told. */
    public Set<String> messages(boolean ofTheDevice) {
        Set<String> names = new TreeSet<>();
        root.path("operations").forEach(operation -> {
            if (!name(operation.path("channel")).equals("socket")) {
                return;
            }
            boolean received = operation.path("action").asText().equals("receive");
            if (received == ofTheDevice) {
                operation.path("messages").forEach(message -> names.add(name(message)));
            }
            if (received != ofTheDevice) {
                operation.path("reply").path("messages").forEach(message -> names.add(name(message)));
            }
        });
        return names;
    }

    /** Every example of these messages. */
    public Stream<Example> examples(Set<String> messages) {
        return messages.stream()
                .flatMap(message -> root.at("/components/messages/" + message + "/examples")
                        .valueStream()
                        .map(example ->
                                new Example(message, example.path("name").asText(), example.path("payload"))));
    }

    /** Validates a frame by the schema of its message, and returns the violations. */
    public List<Error> check(String message, JsonNode frame) {
        ObjectNode schema =
                root.at("/components/messages/" + message + "/payload").deepCopy();
        schema.putObject("components").set("schemas", root.at("/components/schemas"));
        return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                .getSchema(schema)
                .validate(frame);
    }

    /** Resolves a reference within this document or the other; a missing node if it is dangling. */
    JsonNode target(String reference) {
        return reference.startsWith(OTHER)
                ? Contract.written().target(reference.substring(OTHER.length() - 1))
                : root.at(reference.substring(1));
    }

    private static String name(JsonNode reference) {
        String text = reference.path("$ref").asText();
        return text.substring(text.lastIndexOf('/') + 1);
    }
}
