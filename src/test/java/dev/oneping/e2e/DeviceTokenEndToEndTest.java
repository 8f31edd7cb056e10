package dev.oneping.e2e;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneping.auth.Caller;
import dev.oneping.auth.key.ApiKeys;
import dev.oneping.auth.token.AckTickets;
import dev.oneping.channel.webpush.FakePushService;
import dev.oneping.model.DeviceId;
import dev.oneping.model.NotificationId;
import dev.oneping.model.UserId;
import dev.oneping.testing.RedisServer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Instant;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Requests that a device makes for itself and its user, with its token or with the ticket of a push. */
@Tag("service")
@QuarkusTest
@WithTestResource(RedisServer.class)
@TestProfile(OwnTime.class)
class DeviceTokenEndToEndTest {

    @Inject
    ApiKeys keys;

    @Inject
    AckTickets tickets;

    private final FakePushService service = new FakePushService();
    private Verbs ann;
    private String token = "";

    @BeforeEach
    void meetAnn() {
        ann = Verbs.ofNewTenant(keys);
        token = ann.token("phone");
    }

    @AfterEach
    void close() {
        service.close();
    }

    @Test
    void shouldRegisterItsOwnPushAddressAndName() {
        put("/v1/users/me/devices/phone", "{'push':%s,'name':'My phone'}".formatted(service.subscription()))
                .statusCode(201)
                .body("name", equalTo("My phone"));

        ann.get("/v1/users/" + ann.user() + "/devices/phone").statusCode(200).body("push.kind", equalTo("webpush"));
        put("/v1/users/me/devices/phone", "{'push':%s}".formatted(service.subscription()))
                .statusCode(200)
                .body("name", equalTo("My phone"));
        put("/v1/users/me/devices/phone", "{'platform':'ios'}")
                .statusCode(403)
                .body("detail", containsString("'push'"));
        put("/v1/users/me/devices/laptop", "{'name':'Not mine'}").statusCode(403);
        put("/v1/users/someone-else/devices/phone", "{'name':'Not mine'}").statusCode(404);
        given().header("Authorization", "Bearer " + token)
                .delete("/v1/users/me/devices/phone")
                .then()
                .statusCode(403);
    }

    @Test
    void shouldReadANotificationOfItsUserOnly() {
        String id = ann.notify("Lunch?", "").getString("id");
        String others = ann.another().notify("Secret", "").getString("id");

        get("/v1/notifications/" + id).statusCode(200).body("title", equalTo("Lunch?"));
        get("/v1/notifications/" + others).statusCode(404);
        get("/v1/users/me/notifications").statusCode(200).body("data", hasSize(1));
    }

    @Test
    void shouldReadPreferencesAndSwitchDoNotDisturb() {
        ann.put("/v1/users/" + ann.user() + "/preferences", "{'zone':'Europe/Berlin'}")
                .statusCode(200);

        get("/v1/users/me/preferences").statusCode(200).body("zone", equalTo("Europe/Berlin"));
        put("/v1/users/me/dnd", "{'until':'2999-01-01T00:00:00Z'}").statusCode(200);
        get("/v1/users/" + ann.user() + "/dnd").statusCode(200).body("until", equalTo("2999-01-01T00:00:00Z"));
        get("/v1/users/someone-else/dnd").statusCode(404);
        put("/v1/users/me/preferences", "{}").statusCode(403);
    }

    @Test
    void shouldAckByTheTicketOfThePushAndNothingElse() {
        put("/v1/users/me/devices/phone", "{'push':%s}".formatted(service.subscription()))
                .statusCode(201);
        String id = ann.notify("Lunch?", "").getString("id");
        String other = ann.notify("Dinner?", "").getString("id");
        Awaitility.await()
                .until(() -> service.pushes.stream()
                        .anyMatch(push -> push.frame().path("id").asText().equals(id)));
        String ticket = service.pushes.stream()
                .map(FakePushService.Push::frame)
                .filter(frame -> frame.path("id").asText().equals(id))
                .findFirst()
                .orElseThrow()
                .path("ack_ticket")
                .asText();
        assertTrue(ticket.startsWith("opa_") && ticket.length() < 300, ticket);

        by(ticket)
                .body("{\"kind\":\"acted\"}")
                .post("/v1/notifications/" + other + "/ack")
                .then()
                .statusCode(403);
        by(ticket).get("/v1/notifications/" + id).then().statusCode(403);
        by(ticket + "x")
                .body("{\"kind\":\"acted\"}")
                .post("/v1/notifications/" + id + "/ack")
                .then()
                .statusCode(401);
        by(ticket)
                .body("{\"kind\":\"acted\"}")
                .post("/v1/notifications/" + id + "/ack")
                .then()
                .statusCode(200)
                .body("result", equalTo("taken"));
        by(ticket)
                .body("{\"kind\":\"acted\"}")
                .post("/v1/notifications/" + id + "/ack")
                .then()
                .statusCode(200)
                .body("result", equalTo("repeated"));
    }

    @Test
    void shouldRejectAnExpiredTicket() {
        String id = ann.notify("Lunch?", "").getString("id");
        Caller.Device phone = new Caller.Device(
                keys.find(ann.key()).await().indefinitely().orElseThrow().tenant(),
                new UserId(ann.user()),
                new DeviceId("phone"));
        String expired =
                tickets.issue(phone, new NotificationId(id), Instant.now().minusSeconds(1));

        by(expired)
                .body("{\"kind\":\"acted\"}")
                .post("/v1/notifications/" + id + "/ack")
                .then()
                .statusCode(401);
    }

    private ValidatableResponse get(String path) {
        return given().header("Authorization", "Bearer " + token).get(path).then();
    }

    private ValidatableResponse put(String path, String body) {
        return by(token).body(body.replace('\'', '"')).put(path).then();
    }

    private static RequestSpecification by(String credential) {
        return given().header("Authorization", "Bearer " + credential).contentType(ContentType.JSON);
    }
}
