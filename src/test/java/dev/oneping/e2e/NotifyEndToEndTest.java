package dev.oneping.e2e;

import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.oneping.auth.Scope;
import dev.oneping.auth.key.ApiKeys;
import dev.oneping.model.TenantId;
import dev.oneping.testing.RedisServer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The main job as an app and its people meet it: real HTTP, real sockets, real Redis. */
@Tag("service")
@QuarkusTest
@WithTestResource(RedisServer.class)
@TestProfile(OwnTime.class)
class NotifyEndToEndTest {

    private static final TenantId TENANT = new TenantId("e2e");

    @Inject
    ApiKeys keys;

    @Inject
    TestClock clock;

    private Verbs ann;

    @BeforeEach
    void meetAnn() {
        String key = keys.create(TENANT, "e2e", Set.of(Scope.ADMIN))
                .await()
                .indefinitely()
                .key();
        ann = new Verbs(key, RestAssured.port);
    }

    @Test
    void shouldRingOnlyOnTheDeviceThatHasTheAttention() {
        try (TestDevice laptop = ann.connect("laptop", Verbs.ACTIVE);
                TestDevice phone = ann.connect("phone", Verbs.LOCKED)) {
            JsonPath answer = ann.notify("Lunch?", ",'data':{'link':'/lunch'}");

            JsonNode frame = laptop.await("notify");
            assertEquals("delivering", answer.getString("state"));
            assertEquals("laptop", answer.getString("target.device"));
            assertEquals(answer.getString("id"), frame.get("id").asText());
            assertEquals("/lunch", frame.get("data").get("link").asText());
            assertTrue(frame.get("ring").asBoolean());
            assertFalse(phone.await("notify").get("ring").asBoolean(), "every device shows it, one rings");
        }
    }

    @Test
    void shouldGoToTheNextDeviceWhenNobodyAnswersAndTakeItBackFromTheFirst() {
        try (TestDevice laptop = ann.connect("laptop", Verbs.ACTIVE);
                TestDevice phone = ann.connect("phone", Verbs.LOCKED)) {
            String id = ann.notify("Build failed", ",'priority':'critical','policy':'urgent'")
                    .getString("id");
            laptop.await("notify");

            clock.forward(Duration.ofSeconds(16));

            assertEquals(2, phone.await("notify").get("attempt").asInt());
            assertEquals("moved", laptop.await("retract").get("reason").asText());
            phone.send("{'type':'ack','id':'%s','kind':'acted'}".formatted(id));
            awaitState(id, "acted");
            assertEquals("phone", ann.read(id).getString("answered_by"));
        }
    }

    @Test
    void shouldFollowThePersonWhoLocksTheLaptop() {
        try (TestDevice laptop = ann.connect("laptop", Verbs.ACTIVE);
                TestDevice phone = ann.connect("phone", Verbs.LOCKED)) {
            ann.notify("The printer is on fire", ",'priority':'high','policy':'urgent'");
            laptop.await("notify");

            laptop.send("{'type':'report','seq':2,'attention':{'visible':false,'screen':'locked'}}");
            clock.forward(Duration.ofSeconds(6));

            phone.await("notify");
            laptop.await("retract");
        }
    }

    @Test
    void shouldHoldForAPersonWithoutADeviceAndDeliverWhenOneComes() {
        JsonPath answer = ann.notify("Welcome", "");
        assertEquals("held", answer.getString("state"));
        assertEquals("no_device_online", answer.getString("reason"));

        try (TestDevice laptop = ann.connect("laptop", Verbs.ACTIVE)) {
            assertEquals(
                    answer.getString("id"), laptop.await("notify").get("id").asText());
        }
    }

    @Test
    void shouldHoldInQuietHoursButForWhatIsCritical() {
        LocalTime now = clock.instant().atZone(ZoneOffset.UTC).toLocalTime();
        ann.put(
                        "/v1/users/%s/preferences".formatted(ann.user()),
                        "{'zone':'UTC','quiet_hours':{'from':'%s','to':'%s'}}"
                                .formatted(hour(now.minusHours(1)), hour(now.plusHours(2))))
                .statusCode(200);
        try (TestDevice phone = ann.connect("phone", Verbs.ACTIVE)) {
            JsonPath held = ann.notify("Weekly summary", "");
            assertEquals("held", held.getString("state"));
            assertEquals("quiet_hours", held.getString("reason"));
            assertEquals(
                    "delivering", ann.notify("Smoke", ",'priority':'critical'").getString("state"));
            assertEquals("Smoke", phone.await("notify").get("title").asText());

            ann.put("/v1/users/%s/preferences".formatted(ann.user()), "{'zone':'UTC'}")
                    .statusCode(200);

            assertEquals("Weekly summary", phone.await("notify").get("title").asText());
        }
    }

    @Test
    void shouldDeferTheUnimportantWhileTheOnlyDeviceIsDying() {
        try (TestDevice phone = ann.connect("phone", Verbs.ACTIVE)) {
            phone.send("{'type':'report','seq':2,'battery':{'level':0.09,'charging':false}}");
            Awaitility.await()
                    .until(() -> ann.notify("Badge", ",'priority':'low'")
                            .getString("state")
                            .equals("held"));

            phone.send("{'type':'report','seq':3,'battery':{'level':0.09,'charging':true}}");

            assertFalse(phone.await("notify").get("ring").asBoolean(), "what is low makes no sound");
        }
    }

    @Test
    void shouldEndEverywhereWithTheFirstHumanAckAndTakeMoreAcksKindly() {
        try (TestDevice laptop = ann.connect("laptop", Verbs.ACTIVE)) {
            String id = ann.notify("Lunch?", "").getString("id");
            laptop.await("notify");

            ack(id, "received", "taken", "delivering");
            ack(id, "received", "repeated", "delivering");
            ack(id, "seen", "taken", "seen");
            ack(id, "seen", "repeated", "seen");
            ack(id, "acted", "taken", "acted");
            ack(id, "dismissed", "repeated", "acted");
        }
    }

    @Test
    void shouldTakeItBackWhenTheAppCancels() {
        try (TestDevice laptop = ann.connect("laptop", Verbs.ACTIVE)) {
            String id = ann.notify("Lunch?", "").getString("id");
            laptop.await("notify");

            ann.delete("/v1/notifications/" + id).statusCode(200).body("state", equalTo("cancelled"));

            assertEquals(id, laptop.await("retract").get("id").asText());
            ack(id, "acted", "late", "cancelled");
        }
    }

    @Test
    void shouldPutANewerOneInThePlaceOfTheOlderWithTheSameCollapseKey() {
        try (TestDevice laptop = ann.connect("laptop", Verbs.ACTIVE)) {
            String first =
                    ann.notify("1 new message", ",'collapse_key':'chat/7'").getString("id");
            laptop.await("notify");
            ann.notify("2 new messages", ",'collapse_key':'chat/7'");

            assertEquals("2 new messages", laptop.await("notify").get("title").asText());
            assertEquals(first, laptop.await("retract").get("id").asText());
            assertEquals("cancelled", ann.read(first).getString("state"));
            assertEquals(List.of("welcome", "notify", "notify", "retract"), laptop.types(), "never none of them");

            ann.notify(
                    "3 new messages",
                    ",'collapse_key':'chat/7','deliver_when':{'any_of':[{'place':'office'}],'within':'10m'}");
            assertEquals("replaced", laptop.await("retract").get("reason").asText(), "though the newer one waits");
            assertEquals(2, laptop.count("notify"));
        }
    }

    @Test
    void shouldExpireWhenNobodyAnsweredInTime() {
        String id = ann.notify("Sale ends", ",'expires_in':'1h'").getString("id");

        clock.forward(Duration.ofMinutes(61));

        awaitState(id, "expired");
    }

    @Test
    void shouldTellTheWholeStory() {
        try (TestDevice laptop = ann.connect("laptop", Verbs.ACTIVE)) {
            String id = ann.notify("Secret words", "").getString("id");
            laptop.await("notify");
            ack(id, "acted", "taken", "acted");

            String story = ann.get("/v1/notifications/" + id + "/trace")
                    .statusCode(200)
                    .body("state", equalTo("acted"))
                    .body("lines.cause", equalTo(List.of("accepted", "ack")))
                    .body("lines[0].explanation.candidates[0].device", equalTo("laptop"))
                    .body("lines[0].explanation.candidates[0].fate", equalTo("chosen"))
                    .extract()
                    .asString();
            assertFalse(story.contains("Secret"), "a story never holds what was said");
        }
    }

    private void ack(String id, String kind, String result, String state) {
        ann.post("/v1/notifications/%s/ack".formatted(id), "{'kind':'%s','device':'laptop'}".formatted(kind))
                .statusCode(200)
                .body("result", equalTo(result))
                .body("state", equalTo(state));
    }

    private void awaitState(String id, String state) {
        Awaitility.await().until(() -> ann.read(id).getString("state"), state::equals);
    }

    private static String hour(LocalTime time) {
        return "%02d:%02d".formatted(time.getHour(), time.getMinute());
    }
}
