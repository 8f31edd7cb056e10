package dev.oneping.e2e;

import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.standardwebhooks.Webhook;
import dev.oneping.auth.Scope;
import dev.oneping.auth.key.ApiKeys;
import dev.oneping.model.TenantId;
import dev.oneping.testing.RedisServer;
import dev.oneping.webhook.Receiver;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Delivery to a user without a connection by an app's own gateway. */
@Tag("service")
@QuarkusTest
@WithTestResource(RedisServer.class)
@TestProfile(OwnTime.class)
class ChannelEndToEndTest {

    private static final String RULES = """
            language: 1
            name: by_text_message
            policies:
              default:
                steps:
                  - to: attentive_device
                  - to: {channel: sms}
                  - to: {channel: chat}
                ack_window: {low: 60s, normal: 60s, high: 60s, critical: 60s}
                afterwards: exhaust
                ring: [normal]
            otherwise: hold
            """;

    @Inject
    ApiKeys keys;

    @Inject
    TestClock clock;

    private Verbs ann;

    @BeforeEach
    void meetAnn() {
        String key = keys.create(
                        new TenantId("channels" + Long.toHexString(System.nanoTime())), "e2e", Set.of(Scope.ADMIN))
                .await()
                .indefinitely()
                .key();
        ann = new Verbs(key, RestAssured.port);
        given().header("Authorization", "Bearer " + key)
                .contentType("application/yaml")
                .body(RULES.getBytes(StandardCharsets.UTF_8))
                .put("/v1/rules")
                .then()
                .statusCode(200);
    }

    @Test
    void shouldReachUserBySignedGatewayCallAndStopOnAnswer() throws Exception {
        try (Receiver gateway = Receiver.answering(202)) {
            String secret = gateway("sms", gateway);
            address("sms", "+49 30 901820");

            String id =
                    ann.notify("Lunch?", ",'body':'At noon','data':{'table':7}").getString("id");

            Awaitility.await().until(() -> gateway.calls.size() == 1);
            Receiver.Call call = gateway.calls.getFirst();
            // Not by verify(): it asks the clock of this machine, and tests put that of the service forward.
            String signature = new Webhook(secret)
                    .sign(call.header("webhook-id"), Long.parseLong(call.header("webhook-timestamp")), call.body());
            assertEquals(signature, call.header("webhook-signature"));
            JsonNode body = new ObjectMapper().readTree(call.body());
            assertEquals(id + ":1:sms", call.header("webhook-id"));
            assertEquals("+49 30 901820", body.get("to").asText());
            assertEquals("At noon", body.get("body").asText());
            assertEquals(7, body.at("/data/table").asInt());
            Awaitility.await().until(() -> ann.read(id).getString("attempts[0].accepted_at") != null);
            assertEquals("delivering", ann.read(id).getString("state"), "what a provider took nobody has seen");
            assertEquals("sms", ann.read(id).getString("target.channel"));
            assertNull(ann.read(id).getString("target.device"));
            assertEquals("accepted_by_provider", story(id).getLast().get("note"));

            acknowledge(id, "phone", "acted");
            assertEquals("acted", ann.read(id).getString("state"));
            clock.forward(Duration.ofMinutes(5));
            assertEquals(1, gateway.calls.size());
        }
    }

    @Test
    void shouldRetryWhenGatewayAsksAndEscalateWhenItNeverAccepts() {
        AtomicInteger asked = new AtomicInteger();
        try (Receiver sms = Receiver.answering(request -> {
                    boolean first = asked.incrementAndGet() == 1;
                    request.response()
                            .setStatusCode(first ? 429 : 202)
                            .putHeader("Retry-After", "5")
                            .end();
                });
                Receiver chat = Receiver.answering(400)) {
            gateway("sms", sms);
            gateway("chat", chat);
            address("sms", "+49 30 901820");
            address("chat", "@ann");

            String id = ann.notify("Lunch?", "").getString("id");
            Awaitility.await().until(() -> "http_429".equals(story(id).getLast().get("note")));
            assertEquals(1, asked.get());
            clock.forward(Duration.ofSeconds(6));
            Awaitility.await().until(() -> asked.get() == 2);
            assertEquals(sms.calls.get(0).header("webhook-id"), sms.calls.get(1).header("webhook-id"));
            Awaitility.await().until(() -> ann.read(id).getString("attempts[0].accepted_at") != null);

            clock.forward(Duration.ofSeconds(61));
            Awaitility.await().until(() -> ann.read(id).getString("state"), "exhausted"::equals);
            List<Map<String, Object>> attempts = ann.read(id).getList("attempts");
            assertEquals(
                    List.of("unanswered", "channel_rejected"),
                    attempts.stream().map(each -> each.get("over")).toList());
            assertTrue(events("channel.rejected").contains("http_400"));
            assertTrue(events("notification.exhausted").contains("\"channel\":\"chat\""));
        }
    }

    @Test
    void shouldRemoveGoneAddressAndEscalateAtOnce() {
        try (Receiver sms = Receiver.answering(410);
                Receiver chat = Receiver.answering(204)) {
            gateway("sms", sms);
            gateway("chat", chat);
            address("sms", "+49 30 901820");
            address("chat", "@ann");

            String id = ann.notify("Lunch?", "").getString("id");

            Awaitility.await().until(() -> chat.calls.size() == 1);
            assertEquals("address_dead", ann.read(id).getString("attempts[0].over"));
            assertEquals(
                    "gone",
                    ann.get("/v1/users/%s/channels".formatted(ann.user()))
                            .extract()
                            .jsonPath()
                            .getString("data.find { it.channel == 'sms' }.lost"));
            assertTrue(events("channel.address_lost").contains("sms"));
            ann.notify("Again", "");
            Awaitility.await().until(() -> chat.calls.size() == 2);
            assertEquals(1, sms.calls.size());
        }
    }

    @Test
    void shouldTellWhatIsWrongWithAnAddressOrAGateway() {
        ann.put("/v1/users/%s/channels/email".formatted(ann.user()), "{'address':'nobody'}")
                .statusCode(400);
        ann.put("/v1/users/%s/channels/SMS".formatted(ann.user()), "{'address':'1'}")
                .statusCode(400);
        ann.put("/v1/channels/email", "{'url':'https://example.org/'}").statusCode(400);
        ann.put("/v1/channels/sms", "{'url':'https://user:pw@example.org/'}").statusCode(400);
        ann.put("/v1/channels/sms", "{'url':'http://169.254.169.254/'}").statusCode(400);
        ann.delete("/v1/channels/sms").statusCode(404);
        ann.put("/v1/channels/sms", "{'url':'http://127.0.0.1:9/'}").statusCode(201);
        assertFalse(ann.get("/v1/channels").statusCode(200).extract().asString().contains("secret"));
        ann.delete("/v1/channels/sms").statusCode(204);
    }

    private String gateway(String channel, Receiver receiver) {
        return ann.put("/v1/channels/" + channel, "{'url':'%s'}".formatted(receiver.url()))
                .statusCode(201)
                .extract()
                .path("secret");
    }

    private void address(String channel, String address) {
        ann.put("/v1/users/%s/channels/%s".formatted(ann.user(), channel), "{'address':'%s'}".formatted(address))
                .statusCode(201);
    }

    private void acknowledge(String id, String device, String kind) {
        given().header("Authorization", "Bearer " + ann.token(device))
                .contentType(ContentType.JSON)
                .body("{\"kind\":\"%s\"}".formatted(kind))
                .post("/v1/notifications/" + id + "/ack")
                .then()
                .statusCode(200);
    }

    private List<Map<String, Object>> story(String id) {
        return ann.get("/v1/notifications/%s/trace".formatted(id))
                .extract()
                .jsonPath()
                .getList("lines");
    }

    private String events(String type) {
        return ann.get("/v1/events?types=%s&limit=250".formatted(type))
                .extract()
                .asString();
    }
}
