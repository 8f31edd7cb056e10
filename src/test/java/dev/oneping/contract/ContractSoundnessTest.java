package dev.oneping.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ContractSoundnessTest {

    private static final Pattern VARIABLE = Pattern.compile("\\{([^}]+)}");
    private static final Pattern REFERENCE = Pattern.compile("#/components/([a-zA-Z]+)/[^/]+");

    private final Contract contract = Contract.written();

    @Test
    void shouldHaveTheShapeOfOpenApi() throws IOException {
        try (InputStream shape = getClass().getResourceAsStream("/openapi/shape.json")) {
            Schema schema = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(new ObjectMapper().readTree(Objects.requireNonNull(shape)));
            assertEquals(List.of(), schema.validate(contract.root()));
        }
    }

    @Test
    void shouldReferOnlyToWhatExists() {
        Set<String> used = new HashSet<>();
        List<String> lost = new ArrayList<>();
        Walk.over(contract.root(), (pointer, node) -> {
            String reference = node.path("$ref").asText();
            if (!reference.isEmpty()) {
                used.add(reference);
                if (!REFERENCE.matcher(reference).matches()
                        || contract.target(reference).isMissingNode()) {
                    lost.add(pointer + " → " + reference);
                }
            }
        });
        assertEquals(List.of(), lost);
        assertEquals(Set.of(), unused(used), "components that nobody refers to");
    }

    private Set<String> unused(Set<String> used) {
        return contract.root().path("components").properties().stream()
                .filter(kind -> !kind.getKey().equals("securitySchemes"))
                .flatMap(kind -> kind.getValue().properties().stream()
                        .map(it -> "#/components/" + kind.getKey() + "/" + it.getKey()))
                .filter(reference -> !used.contains(reference))
                .collect(Collectors.toSet());
    }

    @Test
    void shouldNameEveryOperationOnceUnderAKnownTag() {
        Set<String> tags = contract.root()
                .path("tags")
                .valueStream()
                .map(tag -> tag.path("name").asText())
                .collect(Collectors.toSet());
        Set<String> ids = new HashSet<>();
        everything().forEach(operation -> {
            String id = operation.node().path("operationId").asText();
            assertTrue(ids.add(id), () -> id + " stands there twice");
            operation.node().path("tags").forEach(tag -> assertTrue(tags.contains(tag.asText()), tag::toString));
        });
    }

    @Test
    void shouldDeclareEveryVariableOfAPathAndNoOther() {
        contract.operations().forEach(operation -> {
            Set<String> variables = VARIABLE.matcher(operation.path())
                    .results()
                    .map((MatchResult found) -> found.group(1))
                    .collect(Collectors.toSet());
            Set<String> declared = operation
                    .parameters()
                    .map(contract::resolve)
                    .filter(parameter -> parameter.path("in").asText().equals("path"))
                    .map(parameter -> parameter.path("name").asText())
                    .collect(Collectors.toSet());
            assertEquals(variables, declared, operation.name());
        });
    }

    @Test
    void shouldAskForCredentialsThatAreDescribed() {
        JsonNode known = contract.root().at("/components/securitySchemes");
        Walk.over(
                contract.root(),
                (pointer, node) -> node.path("security")
                        .forEach(choice -> choice.fieldNames()
                                .forEachRemaining(scheme -> assertTrue(known.has(scheme), pointer + ": " + scheme))));
    }

    /** Each operation that asks for a credential says what comes without one, and with one that does not do. */
    @Test
    void shouldTellWhatComesWithoutACredential() {
        contract.operations().stream()
                .filter(operation -> !operation.node().path("security").isArray()
                        || !operation.node().path("security").isEmpty())
                .forEach(operation -> Stream.of("401", "403", "503")
                        .forEach(status -> assertTrue(
                                operation.node().path("responses").has(status), operation.name() + " " + status)));
    }

    @Test
    void shouldTellWhatComesOfABadBody() {
        contract.operations().stream()
                .filter(operation -> operation.node().has("requestBody"))
                .forEach(operation -> Stream.of("400", "413", "415")
                        .forEach(status -> assertTrue(
                                operation.node().path("responses").has(status), operation.name() + " " + status)));
    }

    private Stream<Contract.Operation> everything() {
        return Stream.concat(contract.operations().stream(), contract.webhooks().stream());
    }
}
