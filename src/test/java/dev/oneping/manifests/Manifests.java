package dev.oneping.manifests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The files of {@code k8s/base} and what they have to agree with. */
final class Manifests {

    private static final YAMLMapper YAML = new YAMLMapper();

    final Path base = Path.of("k8s/base");
    final Path rulesFolder = Path.of("rules");
    final JsonNode kustomization = read(base.resolve("kustomization.yaml"));
    final JsonNode rules = read(rulesFolder.resolve("kustomization.yml"));
    final JsonNode service = read(base.resolve("service.yaml"));
    final JsonNode deployment = read(base.resolve("deployment.yaml"));
    final JsonNode pod = deployment.at("/spec/template/spec");
    final JsonNode container = pod.at("/containers/0");
    final Properties application = properties(Path.of("src/main/resources/application.properties"));

    private static JsonNode read(Path file) {
        try {
            return YAML.readTree(file.toFile());
        } catch (IOException e) {
            throw new AssertionError(file + " cannot be read", e);
        }
    }

    private static Properties properties(Path file) {
        var properties = new Properties();
        try (var reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        } catch (IOException e) {
            throw new AssertionError(file + " cannot be read", e);
        }
        return properties;
    }

    /** Every value under a list's elements, by a JSON pointer into each. */
    static List<String> texts(JsonNode list, String pointer) {
        return elements(list)
                .map(element -> element.at(pointer))
                .filter(value -> !value.isMissingNode())
                .map(JsonNode::asText)
                .toList();
    }

    static Stream<JsonNode> elements(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false);
    }
}
