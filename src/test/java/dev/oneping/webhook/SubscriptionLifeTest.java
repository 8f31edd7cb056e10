package dev.oneping.webhook;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import dev.oneping.redis.RedisPipeline;
import dev.oneping.testing.RedisServer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.vertx.redis.client.Command;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The operations on an existing subscription, over HTTP. */
@Tag("service")
@QuarkusTest
@WithTestResource(RedisServer.class)
class SubscriptionLifeTest {

    private static final Duration PATIENCE = Duration.ofMinutes(1);

    @Inject
    Integrator someone;

    @Inject
    RedisPipeline redis;

    @Test
    void shouldChangeWhatAPatchNamesAndNothingElse() {
        String path = someone.subscribed("https://a.example/", ",'rate':60,'description':'mine','users':['ann']");

        someone.patch(path, "{'rate':null,'types':['notification.*'],'min_interval':'30s'}")
                .statusCode(200)
                .header("ETag", "\"2\"")
                .body("rate", nullValue())
                .body("types", contains("notification.*"))
                .body("min_interval", equalTo("PT30S"))
                .body("description", equalTo("mine"))
                .body("users", contains("ann"));

        someone.patch(path, "{'rate':0}").statusCode(400).body("errors[0].pointer", equalTo("/rate"));
        someone.patch(path, "{'url':null}").statusCode(400).body("errors[0].pointer", equalTo("/url"));
        someone.patch(path, "{'colour':'red'}").statusCode(400).body("errors[0].pointer", equalTo("/colour"));
        someone.patch(path, "{'order':'per_user'}").statusCode(400).body("errors[0].pointer", equalTo("/min_interval"));
        someone.patch(path, "[]").statusCode(400);
        someone.get(path).header("ETag", "\"2\"");
    }

    @Test
    void shouldChangeOnlyTheVersionThatTheCallerHasSeen() {
        String path = someone.subscribed("https://a.example/", "");
        someone.patch(path, "{'description':'first'}").statusCode(200);

        someone.authorized()
                .header("If-Match", "\"1\"")
                .contentType("application/merge-patch+json; charset=UTF-8")
                .body("{\"description\":\"late\"}")
                .patch(path)
                .then()
                .statusCode(412)
                .body("code", equalTo("precondition-failed"));
        someone.authorized().header("If-Match", "\"1\"").delete(path).then().statusCode(412);
        someone.authorized()
                .header("If-Match", "latest")
                .delete(path)
                .then()
                .statusCode(400)
                .body("errors[0].parameter", equalTo("If-Match"));

        someone.get(path).body("description", equalTo("first"));
        for (String known : List.of("*", "W/\"2\"", "\"1\", \"2\"")) {
            someone.authorized().header("If-None-Match", known).get(path).then().statusCode(304);
        }
        someone.authorized().header("If-None-Match", "\"1\"").get(path).then().statusCode(200);
        someone.authorized()
                .header("If-Match", "\"1\", W/\"2\"")
                .delete(path)
                .then()
                .statusCode(204);
    }

    @Test
    void shouldRefuseAPatchInAnotherForm() {
        String path = someone.subscribed("https://a.example/", "");

        someone.authorized()
                .contentType(ContentType.TEXT)
                .body("paused")
                .patch(path)
                .then()
                .statusCode(415);
    }

    @Test
    void shouldHoldWhatHappensWhileItIsPaused() {
        try (Receiver receiver = Receiver.answering(200)) {
            String path = someone.subscribed(receiver.url(), ",'paused':true");
            someone.get(path).body("state", equalTo("paused"));
            someone.happens("ann", "notification.acted");
            await().atMost(PATIENCE)
                    .until(() -> someone.get(path + "/stats").extract().<Integer>path("pending") == 1);

            someone.patch(path, "{'paused':false}").statusCode(200).body("state", equalTo("active"));

            await().atMost(PATIENCE).until(() -> receiver.calls.size() == 1);
        }
    }

    @Test
    void shouldSignWithBothSecretsDuringRotation() throws Exception {
        try (Receiver receiver = Receiver.answering(200)) {
            JsonPath made = someone.subscribe(receiver.url(), "").extract().jsonPath();
            String path = "/v1/subscriptions/" + made.getString("id");
            String fresh = someone.post(path + "/rotate-secret", "{'overlap':'1h'}")
                    .statusCode(200)
                    .extract()
                    .path("secret");

            someone.happens("ann", "notification.acted");
            Receiver.Call both = call(receiver, 0);
            new Webhook(made.getString("secret")).verify(both.body(), both.headers());
            new Webhook(fresh).verify(both.body(), both.headers());

            String last = someone.post(path + "/rotate-secret", "{'overlap':'0s'}")
                    .extract()
                    .path("secret");
            someone.happens("ann", "notification.seen");
            Receiver.Call one = call(receiver, 1);
            new Webhook(last).verify(one.body(), one.headers());
            assertThrows(
                    WebhookVerificationException.class, () -> new Webhook(fresh).verify(one.body(), one.headers()));
            someone.post(path + "/rotate-secret", "{'overlap':'8d'}")
                    .statusCode(400)
                    .body("errors[0].pointer", equalTo("/overlap"));
            someone.post(path + "/rotate-secret", "{'secret':'whsec_short'}")
                    .statusCode(400)
                    .body("errors[0].pointer", equalTo("/secret"));
        }
    }

    @Test
    void shouldSendCustomHeadersAndNeverShowOrStoreTheirValues() {
        try (Receiver receiver = Receiver.answering(200)) {
            JsonPath made = someone.subscribe(receiver.url(), ",'headers':{'X-Key':'open-sesame'}")
                    .statusCode(201)
                    .body("headers.X-Key", equalTo("[REDACTED]"))
                    .extract()
                    .jsonPath();
            someone.happens("ann", "notification.acted");
            assertEquals("open-sesame", call(receiver, 0).header("x-key"));

            someone.patch(
                            "/v1/subscriptions/" + made.getString("id"),
                            "{'headers':{'X-Key':'[REDACTED]','X-More':'bread'}}")
                    .statusCode(200);
            someone.happens("ann", "notification.seen");
            assertEquals("open-sesame", call(receiver, 1).header("x-key"));
            assertEquals("bread", call(receiver, 1).header("x-more"));

            someone.get("/v1/subscriptions").body(not(containsString("open-sesame")));
            Map<String, String> kept = redis.command(Command.HGETALL, "subscriptions:{" + someone.tenant + "}")
                    .await()
                    .indefinitely()
                    .map();
            String stored = kept.get(made.getString("id"));
            assertTrue(stored.contains("\"headers\""), stored);
            assertTrue(!stored.contains("open-sesame") && !stored.contains("whsec_"), stored);
            assertTrue(!stored.contains(made.getString("secret").substring(6)), stored);
        }
    }

    @Test
    void shouldSendTheEventsOfTheMembersOfAGroup() {
        try (Receiver receiver = Receiver.answering(200)) {
            someone.authorized()
                    .contentType(ContentType.JSON)
                    .body("{\"members\":[\"ann\",\"bob\"]}")
                    .put("/v1/groups/team")
                    .then()
                    .statusCode(201);
            someone.subscribe(receiver.url(), ",'groups':['team'],'users':['cid']")
                    .statusCode(201)
                    .body("groups", contains("team"));

            for (String user : List.of("dan", "cid", "bob", "ann")) {
                someone.happens(user, "notification.acted");
            }
            await().atMost(PATIENCE).until(() -> receiver.calls.size() == 3);
            someone.authorized().delete("/v1/groups/team").then().statusCode(204);
            someone.happens("ann", "notification.seen");
            someone.happens("cid", "notification.seen");

            await().atMost(PATIENCE).until(() -> receiver.calls.size() == 4);
            assertTrue(call(receiver, 3).body().contains("\"subject\":\"cid\""));
            assertTrue(receiver.calls.stream().noneMatch(call -> call.body().contains("\"subject\":\"dan\"")));
        }
    }

    @Test
    void shouldSendInitialStateOnRequest() {
        try (Receiver receiver = Receiver.answering(200)) {
            someone.subscribed(receiver.url(), ",'users':['ann'],'send_state':true");

            assertTrue(call(receiver, 0).body().contains("\"type\":\"presence.state\""));
            someone.subscribe(receiver.url(), ",'send_state':true")
                    .statusCode(400)
                    .body("errors[0].pointer", equalTo("/send_state"));
        }
    }

    @Test
    void shouldRefuseWhatCannotBeAskedForAndNameAllOfIt() {
        someone.subscribe(
                        "https://a.example/",
                        ",'filters':[{'sql':'TRUE'}],'rate':60001,'min_interval':'1ms','users':[],'groups':['a b'],"
                                + "'headers':{'Host':'x'},'expires_at':'2020-01-01T00:00:00Z','description':'"
                                + "x".repeat(257) + "'")
                .statusCode(400)
                .body(
                        "errors.pointer",
                        hasItems(
                                "/filters/0/sql",
                                "/rate",
                                "/min_interval",
                                "/users",
                                "/groups/0",
                                "/headers/Host",
                                "/expires_at",
                                "/description"));
    }

    @Test
    void shouldEndByItselfWhenItsTimeIsOver() {
        String path = someone.subscribed(
                "https://a.example/",
                ",'expires_at':'%s'".formatted(Instant.now().plusSeconds(2)));

        await().atMost(PATIENCE)
                .until(() -> "expired".equals(someone.get(path).extract().path("state")));
        someone.post(path + "/test", "{}").statusCode(409);
    }

    /** From 410 to a receiver that is well again: nothing is lost. */
    @Test
    void shouldRecoverDeadAndMissedDeliveries() {
        AtomicInteger status = new AtomicInteger(410);
        try (Receiver receiver = Receiver.answering(
                request -> request.response().setStatusCode(status.get()).end())) {
            Instant began = Instant.now().minusSeconds(60);
            String path = someone.subscribed(receiver.url(), ",'users':['ann']");
            someone.happens("ann", "notification.acted");
            await().atMost(PATIENCE)
                    .until(() -> "disabled".equals(someone.get(path).extract().path("state")));
            someone.get(path).body("disabled_reason", equalTo("gone"));
            someone.happens("ann", "notification.seen");
            await().atMost(PATIENCE)
                    .until(() -> someone.get(path + "/deliveries?state=dead")
                                    .extract()
                                    .<List<?>>path("data")
                                    .size()
                            == 1);
            someone.post(path + "/recover", "{'since':'%s'}".formatted(began)).statusCode(409);

            status.set(200);
            someone.post(path + "/enable", "{}").statusCode(200).body("state", equalTo("active"));
            someone.post(path + "/recover", "{'since':'%s','only':'dead'}".formatted(began))
                    .statusCode(202)
                    .body("dead", equalTo(1))
                    .body("missing", equalTo(0))
                    .body("complete", equalTo(true));
            someone.post(path + "/recover", "{'since':'%s'}".formatted(began))
                    .statusCode(202)
                    .body("dead", equalTo(0))
                    .body("missing", equalTo(1));

            await().atMost(PATIENCE).until(() -> receiver.calls.size() == 3);
            assertEquals(
                    call(receiver, 0).header("webhook-id"),
                    receiver.calls.stream()
                            .filter(call -> call.body().contains("notification.acted"))
                            .reduce((first, second) -> second)
                            .orElseThrow()
                            .header("webhook-id"));
            someone.get(path + "/deliveries?state=dead").body("data", hasSize(0));
            someone.post(path + "/recover", "{}").statusCode(400).body("errors[0].pointer", equalTo("/since"));
        }
    }

    @Test
    void shouldSendOneDeliveryOnceMore() {
        try (Receiver receiver = Receiver.answering(200)) {
            String path = someone.subscribed(receiver.url(), "");
            someone.happens("ann", "notification.acted");
            String id = call(receiver, 0).header("webhook-id");
            String resend = path + "/deliveries/" + id + "/resend";
            await().atMost(PATIENCE)
                    .until(() -> someone.post(resend, "{}").extract().statusCode() == 202);

            assertEquals(id, call(receiver, 1).header("webhook-id"));
            await().atMost(PATIENCE)
                    .until(() -> someone.get(path + "/deliveries")
                                    .extract()
                                    .<List<?>>path("data[0].attempts")
                                    .size()
                            == 2);
            someone.get(path + "/stats").body("succeeded", equalTo(2)).body("failed", equalTo(0));
            someone.post(path + "/deliveries/evt_000000000000000000000/resend", "{}")
                    .statusCode(404);
        }
    }

    private static Receiver.Call call(Receiver receiver, int number) {
        await().atMost(PATIENCE).until(() -> receiver.calls.size() > number);
        return receiver.calls.get(number);
    }
}
