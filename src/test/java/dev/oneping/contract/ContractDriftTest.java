package dev.oneping.contract;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.oneping.testing.RedisServer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("service")
@QuarkusTest
@WithTestResource(RedisServer.class)
class ContractDriftTest {

    /** The device side and a WebSocket, which are no resources. */
    private static final Set<String> ONLY_WRITTEN = Set.of(
            "GET /v1/connect",
            "GET /v1/events/socket",
            "GET /v1/events/stream",
            "GET /v1/notices/{tenant}/{topic}",
            "GET /v1/notices/{tenant}/{topic}/stream",
            "GET /v1/notices/{tenant}/{topic}/stream/next",
            "POST /v1/connect",
            "POST /v1/sessions",
            "DELETE /v1/sessions/{session}",
            "GET /v1/sessions/{session}/poll",
            "GET /v1/sessions/{session}/stream",
            "GET /v1/sessions/{session}/stream/{number}/next",
            "POST /v1/sessions/{session}/frames");

    /** They choose between statuses, or set headers, so their Java type says nothing of the answer. */
    private static final Set<String> UNTYPED = Set.of(
            "POST /v1/notify",
            "GET /v1/rules",
            "PUT /v1/rules",
            "DELETE /v1/rules",
            "POST /v1/rules/versions/{number}/restore",
            "POST /v1/api-keys",
            "DELETE /v1/api-keys/{id}",
            "POST /v1/api-keys/{id}/rotate",
            "POST /v1/tenants",
            "DELETE /v1/tenants/{id}",
            "POST /v1/users/{user}/tokens/revoke",
            "PUT /v1/users/{user}/devices/{device}",
            "DELETE /v1/users/{user}/devices/{device}",
            "GET /v1/users/{user}/presence",
            "GET /v1/users/{user}/export",
            "POST /v1/users/{user}/availability",
            "DELETE /v1/users/{user}/availability/{id}",
            "GET /v1/notifications/{id}",
            "POST /v1/notifications/{id}/resend",
            "PUT /v1/groups/{group}",
            "GET /v1/groups/{group}",
            "DELETE /v1/groups/{group}",
            "DELETE /v1/topics/{topic}/notice",
            "DELETE /v1/topics/{topic}/subscribers",
            "PUT /v1/topics/{topic}/subscribers/{user}",
            "DELETE /v1/topics/{topic}/subscribers/{user}",
            "POST /v1/subscriptions",
            "GET /v1/subscriptions/{id}",
            "PATCH /v1/subscriptions/{id}",
            "DELETE /v1/subscriptions/{id}",
            "POST /v1/subscriptions/{id}/verify",
            "POST /v1/subscriptions/{id}/enable",
            "POST /v1/subscriptions/{id}/rotate-secret",
            "POST /v1/subscriptions/{id}/deliveries/{delivery}/resend",
            "POST /v1/subscriptions/{id}/recover",
            "POST /v1/subscriptions/{id}/test",
            "POST /v1/users/{user}/signal-urls",
            "DELETE /v1/users/{user}/signal-urls/{id}",
            "PUT /v1/channels/{channel}",
            "DELETE /v1/channels/{channel}",
            "PUT /v1/users/{user}/channels/{channel}",
            "DELETE /v1/users/{user}/channels/{channel}",
            "POST /v1/esl/{token}");

    /** Questions that a record answers, which are marked to be no fields. */
    private static final Set<String> NEVER_SENT =
            Set.of("/attention fields: only in the code: active", "/attention fields: only in the code: away");

    @Test
    void shouldSayTheSameAsTheCode() throws IOException {
        // Given
        String json = given().get("/openapi-of-the-code?format=json")
                .then()
                .statusCode(200)
                .extract()
                .asString();
        Contract read = new Contract(new ObjectMapper().readTree(json));
        // Then
        Set<String> differences = new Drift(Contract.written(), read).find(ONLY_WRITTEN, UNTYPED, NEVER_SENT);
        assertEquals("", String.join("\n", differences));
    }

    @Test
    void shouldBeServedToAnybodyAsItWasWritten() throws IOException {
        String served = given().get("/openapi.yaml")
                .then()
                .statusCode(200)
                .contentType("application/yaml")
                .extract()
                .asString();
        assertEquals(Files.readString(Path.of("openapi/openapi.yaml")), served);
    }

    @Test
    void shouldServeOneContractUnderEveryPathAndFormat() throws IOException {
        assertEquals(
                Contract.written().root(),
                new ObjectMapper()
                        .readTree(given().accept("application/json")
                                .get("/openapi")
                                .then()
                                .statusCode(200)
                                .contentType("application/json")
                                .extract()
                                .asString()));
        assertEquals(
                given().get("/openapi.yaml").asString(), given().get("/openapi").asString());
        assertEquals(
                given().get("/openapi.json").asString(),
                given().get("/openapi?format=json").asString());
    }
}
