package dev.oneping.e2e;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneping.auth.Scope;
import dev.oneping.auth.key.ApiKeys;
import dev.oneping.channel.webpush.FakePushService;
import dev.oneping.model.TenantId;
import dev.oneping.testing.RedisServer;
import io.quarkus.mailer.MockMailbox;
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
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Escalation of a user without a connection: push, then e-mail, then the end. */
@Tag("service")
@QuarkusTest
@WithTestResource(RedisServer.class)
@TestProfile(OwnTime.class)
class PushEndToEndTest {

    private static final String RULES = """
            language: 1
            name: everywhere
            policies:
              default:
                steps:
                  - to: attentive_device
                  - to: push
                  - to: email
                ack_window: {low: 60s, normal: 60s, high: 60s, critical: 60s}
                afterwards: exhaust
                ring: [normal]
            otherwise: hold
            """;

    @Inject
    ApiKeys keys;

    @Inject
    TestClock clock;

    @Inject
    MockMailbox mails;

    private final FakePushService service = new FakePushService();
    private Verbs ann;

    @BeforeEach
    void meetAnn() {
        String key = keys.create(new TenantId("push" + Long.toHexString(System.nanoTime())), "e2e", Set.of(Scope.ADMIN))
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

    @AfterEach
    void close() {
        service.close();
    }

    @Test
    void shouldPushThenMailThenGiveUp() {
        register(ann, "phone");
        ann.put(path("channels/email"), "{'address':'ann@example.org'}").statusCode(201);
        int before = mails.getMailsSentTo("ann@example.org").size();

        String id = ann.notify("Lunch?", ",'body':'At noon','expires_in':'1h'").getString("id");
        Awaitility.await().until(() -> service.pushes.size() == 1);
        FakePushService.Push push = service.pushes.getFirst();
        assertEquals(id, push.frame().get("id").asText());
        assertEquals("At noon", push.frame().get("body").asText());
        assertEquals("normal", push.header("Urgency"));
        assertTrue(push.header("Topic").matches("[A-Za-z0-9_-]{32}"));
        assertTrue(Integer.parseInt(push.header("TTL")) <= 3600);
        assertTrue(push.header("Authorization").startsWith("vapid t="));
        Awaitility.await().until(() -> ann.read(id).getString("attempts[0].accepted_at") != null);
        assertEquals(Map.of("device", "phone", "channel", "push"), ann.read(id).getMap("target"));

        clock.forward(Duration.ofSeconds(61));
        Awaitility.await().until(() -> mails.getMailsSentTo("ann@example.org").size() == before + 1);
        assertEquals("Lunch?", mails.getMailsSentTo("ann@example.org").getLast().getSubject());
        assertEquals(Map.of("channel", "email"), ann.read(id).getMap("target"));

        Awaitility.await().until(() -> ann.read(id).getString("attempts[1].accepted_at") != null);
        clock.forward(Duration.ofSeconds(61));
        Awaitility.await().until(() -> ann.read(id).getString("state"), "exhausted"::equals);
        assertEquals(
                1, service.pushes.stream().filter(each -> isShown(each, id)).count());
    }

    @Test
    void shouldStopWhenThePushedDeviceAnswersByHttp() {
        register(ann, "phone");
        String id = ann.notify("Lunch?", "").getString("id");
        Awaitility.await().until(() -> service.pushes.size() == 1);

        acknowledge(id, "phone", "received");
        assertEquals("delivering", ann.read(id).getString("state"));
        acknowledge(id, "phone", "seen");

        assertEquals("seen", ann.read(id).getString("state"));
        assertEquals("phone", ann.read(id).getString("answered_by"));
        clock.forward(Duration.ofMinutes(5));
        assertEquals(1, ann.read(id).getList("attempts").size());
    }

    @Test
    void shouldTakeItAwaySilentlyButNotWakeADeviceAgainAndAgain() {
        register(ann, "phone");
        for (String title : List.of("First", "Second")) {
            String id = ann.notify(title, "").getString("id");
            Awaitility.await().until(() -> service.pushes.stream().anyMatch(each -> isShown(each, id)));
            Awaitility.await().until(() -> ann.read(id).getString("attempts[0].accepted_at") != null);
            acknowledge(id, "laptop", "acted");
        }
        Awaitility.await().until(() -> retracts() == 1);

        String third = ann.notify("Third", "").getString("id");
        Awaitility.await().until(() -> service.pushes.stream().anyMatch(each -> isShown(each, third)));
        assertEquals(1, retracts());
    }

    @Test
    void shouldGiveAnAddressToWhoRegistersItLast() {
        Verbs bob = ann.another();
        register(ann, "phone");
        register(bob, "phone");

        ann.get(path("devices/phone")).statusCode(200).body("push.lost", containsString("moved"));
        assertEquals("held", ann.notify("For Ann alone", "").getString("state"));
        String id = bob.notify("For Bob", "").getString("id");
        Awaitility.await().until(() -> service.pushes.stream().anyMatch(each -> isShown(each, id)));
        assertEquals(1, service.pushes.size());
    }

    @Test
    void shouldForgetABrowserThatIsGone() {
        register(ann, "phone");
        service.answers(410);
        String id = ann.notify("Lunch?", "").getString("id");

        Awaitility.await().until(() -> ann.read(id).getString("state"), "exhausted"::equals);
        assertEquals("address_dead", ann.read(id).getString("attempts[0].over"));
        ann.get(path("devices/phone")).body("push.lost", containsString("gone"));
        ann.get("/v1/events?types=device.unreachable&limit=250").body(containsString("\"channel\":\"webpush\""));
    }

    @Test
    void shouldAlarmAndKeepTheBrowserWhereOurOwnKeyIsRefused() {
        register(ann, "phone");
        service.answers(403);
        String id = ann.notify("Lunch?", "").getString("id");

        Awaitility.await().until(() -> ann.read(id).getString("state"), "exhausted"::equals);
        ann.get("/v1/events?types=channel.rejected&limit=250").body(containsString("http_403"));
        service.answers(201);
        String next = ann.notify("Again", "").getString("id");
        Awaitility.await().until(() -> service.pushes.stream().anyMatch(each -> isShown(each, next)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "1767225600000", "1767225600000.5"})
    void shouldTakeAnAddressAsBrowsersWriteIt(String expirationTime) {
        ann.put(
                        path("devices/a"),
                        "{'platform':'web','push':%s}"
                                .formatted(service.subscription()
                                        .replaceFirst(
                                                "'endpoint'", "'expirationTime':" + expirationTime + ",'endpoint'")))
                .statusCode(201);
    }

    @Test
    void shouldRefuseWhatIsNoAddress() {
        String off = service.subscription().replaceAll("'p256dh':'B.{8}", "'p256dh':'BAAAAAAAA");
        ann.put(path("devices/a"), "{'platform':'web','push':%s}".formatted(off))
                .statusCode(400)
                .body(containsString("P-256"));
        ann.put(
                        path("devices/a"),
                        "{'platform':'web','push':%s}"
                                .formatted(service.subscription()
                                        .replaceAll("http://localhost:\\d+", "http://169.254.169.254")))
                .statusCode(400)
                .body(containsString("push.endpoint"));
        ann.put(path("devices/a"), "{'platform':'ios','push':{'kind':'apns','token':'xyz'}}")
                .statusCode(400);
        ann.put(path("devices/a"), "{'platform':'ios','push':{'kind':'pigeon','token':'xyz'}}")
                .statusCode(400);
        given().get("/v1/webpush-key").then().statusCode(200).body(containsString("BP4z9KsN6nGR"));
    }

    private void register(Verbs person, String device) {
        person.put(
                        "/v1/users/%s/devices/%s".formatted(person.user(), device),
                        "{'platform':'web','push':%s}".formatted(service.subscription()))
                .statusCode(201)
                .body("push.kind", containsString("webpush"));
    }

    private String path(String rest) {
        return "/v1/users/%s/%s".formatted(ann.user(), rest);
    }

    private void acknowledge(String id, String device, String kind) {
        given().header("Authorization", "Bearer " + ann.token(device))
                .contentType(ContentType.JSON)
                .body("{\"kind\":\"%s\"}".formatted(kind))
                .post("/v1/notifications/" + id + "/ack")
                .then()
                .statusCode(200);
    }

    private long retracts() {
        return service.pushes.stream()
                .filter(push -> push.frame().get("type").asText().equals("retract"))
                .count();
    }

    private static boolean isShown(FakePushService.Push push, String id) {
        return push.frame().get("type").asText().equals("notify")
                && push.frame().get("id").asText().equals(id);
    }
}
