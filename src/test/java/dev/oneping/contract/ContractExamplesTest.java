package dev.oneping.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Schema;
import dev.oneping.problem.ProblemType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class ContractExamplesTest {

    private final Contract contract = Contract.written();
    private final ContractSchemas schemas = new ContractSchemas(contract);

    /** A body with a schema, somewhere in the document. */
    private record Body(String pointer, JsonNode node) {}

    @TestFactory
    Stream<DynamicTest> shouldKeepItsOwnSchemas() {
        return bodies().stream()
                .map(body -> dynamicTest(body.pointer(), () -> {
                    Schema schema = schemas.schema(body.node().path("schema"));
                    examples(body)
                            .forEach(example -> assertEquals(List.of(), schema.validate(example), example::toString));
                }));
    }

    @Test
    void shouldGiveAnExampleOfEveryBody() {
        bodies().forEach(body -> assertFalse(examples(body).isEmpty(), body.pointer()));
    }

    @Test
    void shouldGiveAnExampleOfAParameterThatKeepsItsSchema() {
        Walk.over(contract.root(), (pointer, node) -> {
            if (node.has("schema") && node.has("example")) {
                assertEquals(List.of(), schemas.schema(node.path("schema")).validate(node.path("example")), pointer);
            }
        });
    }

    /** A caller must find each kind of problem that the code can answer; the bare 500 and those of any path are apart. */
    @Test
    void shouldShowEveryKindOfProblemAsTheCodeWritesIt() {
        Set<String> everywhere = Set.of("internal-error", "method-not-allowed", "not-acceptable");
        Set<String> shown = new TreeSet<>();
        Walk.over(contract.root().at("/components/responses"), (pointer, node) -> {
            if (node.has("request_id")) {
                ProblemType type = Arrays.stream(ProblemType.values())
                        .filter(it -> it.code().equals(node.path("code").asText()))
                        .findFirst()
                        .orElseThrow();
                assertEquals(type.uri(), node.path("type").asText());
                assertEquals(type.title(), node.path("title").asText());
                assertEquals(type.status(), node.path("status").asInt());
                shown.add(type.code());
            }
        });
        assertEquals(
                Arrays.stream(ProblemType.values())
                        .map(ProblemType::code)
                        .filter(code -> !everywhere.contains(code))
                        .collect(Collectors.toCollection(TreeSet::new)),
                shown);
    }

    private List<Body> bodies() {
        List<Body> bodies = new ArrayList<>();
        Walk.over(
                contract.root(),
                (pointer, node) -> node.path("content")
                        .properties()
                        .forEach(media -> bodies.add(new Body(pointer + " " + media.getKey(), media.getValue()))));
        return bodies;
    }

    private List<JsonNode> examples(Body body) {
        return body.node()
                .path("examples")
                .valueStream()
                .map(example -> contract.resolve(example).path("value"))
                .toList();
    }
}
