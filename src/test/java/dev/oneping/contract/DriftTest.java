package dev.oneping.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class DriftTest {

    private final Contract contract = Contract.written();

    @Test
    void shouldFindNothingBetweenAContractAndItself() {
        assertEquals(Set.of(), drift(same -> {}));
    }

    @Test
    void shouldFindAnOperationThatOneSideLacks() {
        assertBothWays(
                "operations: only %s: GET /v1/events",
                it -> at(it, "/paths/~1v1~1events").remove("get"));
    }

    @Test
    void shouldFindAParameterThatOneSideLacks() {
        assertBothWays(
                "GET /v1/events parameters: only %s: query since",
                it -> it.withArray("/paths/~1v1~1events/get/parameters").remove(1));
    }

    @Test
    void shouldFindAFieldOfARequestThatOneSideLacks() {
        assertBothWays(
                "POST /v1/notify request fields: only %s: collapse_key",
                it -> at(it, "/components/schemas/NotifyRequest/properties").remove("collapse_key"));
    }

    @Test
    void shouldFindAFieldDeepInAnAnswerThatOneSideLacks() {
        assertBothWays(
                "GET /v1/subscriptions/{id}/deliveries 200/data[]/attempts[] fields: only %s: outcome",
                it -> at(it, "/components/schemas/DeliveryAttempt/properties").remove("outcome"));
    }

    @Test
    void shouldFindAnotherStatus() {
        String statuses = "POST /v1/tokens statuses: only ";
        Set<String> found = drift(it -> {
            ObjectNode responses = at(it, "/paths/~1v1~1tokens/post/responses");
            JsonNode answer = responses.remove("200");
            responses.set("201", answer);
        });
        assertEquals(
                Set.of(
                        statuses + "written: 200",
                        statuses + "in the code: 201",
                        "POST /v1/tokens 200: a body is only written"),
                found);
    }

    @Test
    void shouldLetNoTypedAnswerPassForAnUntypedOne() {
        Set<String> found = new Drift(contract, contract).find(Set.of(), Set.of("POST /v1/tokens"), Set.of());
        assertEquals(Set.of("POST /v1/tokens is said to be untyped: only in the code: 200"), found);
    }

    private void assertBothWays(String line, Consumer<ObjectNode> change) {
        Contract changed = changed(change);
        assertEquals(
                Set.of(line.formatted("written")), new Drift(contract, changed).find(Set.of(), Set.of(), Set.of()));
        assertEquals(
                Set.of(line.formatted("in the code")), new Drift(changed, contract).find(Set.of(), Set.of(), Set.of()));
    }

    private Set<String> drift(Consumer<ObjectNode> change) {
        return new Drift(contract, changed(change)).find(Set.of(), Set.of(), Set.of());
    }

    private Contract changed(Consumer<ObjectNode> change) {
        ObjectNode copy = contract.root().deepCopy();
        change.accept(copy);
        return new Contract(copy);
    }

    private static ObjectNode at(JsonNode root, String pointer) {
        return (ObjectNode) root.at(pointer);
    }
}
