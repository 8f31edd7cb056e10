package dev.oneping.webhook;

import static io.restassured.RestAssured.given;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.standardwebhooks.Webhook;
import dev.oneping.auth.Scope;
import dev.oneping.auth.key.ApiKeys;
import dev.oneping.events.EventLog;
import dev.oneping.model.TenantId;
import dev.oneping.model.UserId;
import dev.oneping.model.UserRef;
import dev.oneping.redis.RedisPipeline;
import dev.oneping.redis.Shards;
import dev.oneping.testing.RedisServer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import io.vertx.redis.client.Command;
import jakarta.inject.Inject;
import java.security.SecureRandom;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Webhooks as an integrator meets them: over HTTP, from the event log to a receiver. */
@Tag("service")
@QuarkusTest
@WithTestResource(RedisServer.class)
class WebhookTest {

    private final TenantId tenant = new TenantId("t" + Long.toHexString(new SecureRandom().nextLong()));

    @Inject
    ApiKeys keys;

    @Inject
    RedisPipeline redis;

    @Inject
    Shards shards;

    @Inject
    EventLog log;

    @Inject
    ObjectMapper json;

    private String key = "";

    @BeforeEach
    void login() {
        key = keys.create(tenant, "test", Set.of(Scope.SUBSCRIPTIONS))
                .await()
                .indefinitely()
                .key();
    }

    @Test
    void shouldSendWhatIsWantedSignedAsTheStandardSays() throws Exception {
        try (Receiver receiver = Receiver.answering(200)) {
            var created = subscribe(receiver.url(), "notification.*")
                    .statusCode(201)
                    .header("Location", containsString("/v1/subscriptions/sub_"))
                    .body("id", startsWith("sub_"))
                    .body("secret", startsWith("whsec_"))
                    .body("state", equalTo("active"))
                    .extract();

            happens("presence.device.online", "{\"device\":\"laptop\"}");
            happens("notification.acted", "{\"notification\":\"ntf_1\",\"device\":\"laptop\"}");

            await().until(() -> !receiver.calls.isEmpty());
            Receiver.Call call = receiver.calls.getFirst();
            new Webhook(created.<String>path("secret")).verify(call.body(), call.headers());
            JsonNode event = json.readTree(call.body());
            assertEquals("1.0", event.get("specversion").asText());
            assertEquals("notification.acted", event.get("type").asText());
            assertEquals("ann", event.get("subject").asText());
            assertEquals("laptop", event.get("data").get("device").asText());
            assertEquals(call.header("webhook-id"), event.get("id").asText());

            String path = "/v1/subscriptions/" + created.path("id") + "/deliveries";
            await().until(() -> "succeeded".equals(get(path).extract().path("data[0].state")));
            get(path)
                    .statusCode(200)
                    .body("data", hasSize(1))
                    .body("data[0].id", equalTo(call.header("webhook-id")))
                    .body("data[0].type", equalTo("notification.acted"))
                    .body("data[0].attempts", hasSize(1))
                    .body("data[0].attempts[0].outcome", equalTo("200"))
                    .body("has_more", equalTo(false));
        }
    }

    @Test
    void shouldSendATestEvent() {
        try (Receiver receiver = Receiver.answering(200)) {
            String id = subscribe(receiver.url(), "presence.*").extract().path("id");

            String event = post("/v1/subscriptions/" + id + "/test", "{}")
                    .statusCode(202)
                    .extract()
                    .path("id");

            await().until(() -> !receiver.calls.isEmpty());
            assertEquals(event, receiver.calls.getFirst().header("webhook-id"));
        }
    }

    @Test
    void shouldShowASecretOnlyOnce() {
        String id = subscribe("https://receiver.invalid/", "*").extract().path("id");

        get("/v1/subscriptions/" + id).statusCode(200).body(not(containsString("whsec_")));
        get("/v1/subscriptions")
                .statusCode(200)
                .body("data", hasSize(1))
                .body("data[0].url", equalTo("https://receiver.invalid/"))
                .body("data[0].types", equalTo(List.of("*")))
                .body("data[0].created_at", matchesPattern("\\d{4}-\\d\\d-\\d\\dT.*Z"))
                .body(not(containsString("whsec_")));
    }

    @Test
    void shouldSendNothingAfterItsDeletion() {
        String id = subscribe("https://receiver.invalid/", "*").extract().path("id");

        authorized().delete("/v1/subscriptions/" + id).then().statusCode(204);

        get("/v1/subscriptions/" + id).statusCode(404);
        get("/v1/subscriptions/" + id + "/deliveries").statusCode(404);
        authorized().delete("/v1/subscriptions/" + id).then().statusCode(404);
        post("/v1/subscriptions/" + id + "/test", "{}").statusCode(404);
    }

    @Test
    void shouldHideSubscriptionsOfOtherTenants() {
        String id = subscribe("https://receiver.invalid/", "*").extract().path("id");
        key = keys.create(new TenantId(tenant + "x"), "other", Set.of(Scope.SUBSCRIPTIONS))
                .await()
                .indefinitely()
                .key();

        get("/v1/subscriptions/" + id).statusCode(404).body("code", equalTo("not-found"));
        get("/v1/subscriptions").statusCode(200).body("data", hasSize(0));
    }

    @Test
    void shouldSayWhatIsWrongWithARequest() {
        post("/v1/subscriptions", "{'types':['*']}").statusCode(400).body("errors[0].pointer", equalTo("/url"));
        post("/v1/subscriptions", "{'url':'https://a.example/'}")
                .statusCode(400)
                .body("errors[0].pointer", equalTo("/types"));
        subscribe("https://a.example/", "*.acted").statusCode(400).body("errors[0].pointer", equalTo("/types/0"));
        subscribe("https://a.example/", "notification.actd")
                .statusCode(400)
                .body(
                        "detail",
                        equalTo("There is no event type 'notification.actd'; GET /v1/event-types lists all types."));
        subscribe("ftp://a.example/", "*").statusCode(400).body("detail", equalTo("The URL must begin with https://."));
        subscribe("https://169.254.169.254/", "*")
                .statusCode(400)
                .body("detail", equalTo("The URL must resolve to a public address."));
        get("/v1/subscriptions/sub_nonsense").statusCode(404);
    }

    @Test
    void shouldAskForACredentialWithTheScope() {
        given().get("/v1/subscriptions").then().statusCode(401);
        key = keys.create(tenant, "test", Set.of(Scope.NOTIFY))
                .await()
                .indefinitely()
                .key();
        get("/v1/subscriptions").statusCode(403);
    }

    /** Appends to the log as the features' scripts do. */
    private void happens(String type, String data) {
        UserRef ann = new UserRef(tenant, new UserId("ann"));
        redis.command(Command.XADD, log.key(shards.of(ann)), "*", "type", type, "user", ann, "version", 1, "data", data)
                .await()
                .indefinitely();
    }

    private ValidatableResponse subscribe(String url, String type) {
        return post("/v1/subscriptions", "{'url':'%s','types':['%s']}".formatted(url, type));
    }

    private ValidatableResponse post(String path, String body) {
        return authorized()
                .contentType(ContentType.JSON)
                .body(body.replace('\'', '"'))
                .post(path)
                .then();
    }

    private ValidatableResponse get(String path) {
        return authorized().get(path).then();
    }

    private RequestSpecification authorized() {
        return given().header("Authorization", "Bearer " + key);
    }
}
