package dev.oneping.e2e;

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
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The reaction of an escalation to changes of presence and to answers. */
@Tag("service")
@QuarkusTest
@WithTestResource(RedisServer.class)
@TestProfile(OwnTime.class)
class EscalationEndToEndTest {

    @Inject
    ApiKeys keys;

    @Inject
    TestClock clock;

    private Verbs ann;

    @BeforeEach
    void meetAnn() {
        String key = keys.create(new TenantId("escalation"), "e2e", Set.of(Scope.ADMIN))
                .await()
                .indefinitely()
                .key();
        ann = new Verbs(key, RestAssured.port);
    }

    @Test
    void shouldFollowThePersonToThePhoneOnTheSameClock() {
        try (TestDevice laptop = ann.connect("laptop", Verbs.ACTIVE);
                TestDevice phone = ann.connect("phone", Verbs.LOCKED)) {
            String id = ann.notify("Lunch?", ",'policy':'urgent'").getString("id");
            Instant ackBy = Instant.parse(laptop.await("notify").get("ack_by").asText());

            phone.send("{'type':'report','seq':2,'attention':{'visible':true,'focused':true,'idle_ms':0,"
                    + "'screen':'unlocked'}}");

            JsonNode shown = phone.await("notify");
            assertEquals(id, shown.get("id").asText());
            assertEquals(ackBy, Instant.parse(shown.get("ack_by").asText()));
            assertEquals("followed", laptop.await("retract").get("reason").asText());
            assertEquals("attention_moved", story(id).getLast().get("note"));
            assertEquals(
                    List.of("notification.retracted", "notification.delivering"),
                    story(id).getLast().get("events"));
        }
    }

    @Test
    void shouldShortenTheWaitWhenTheScreenIsLockedAndGiveItBack() {
        try (TestDevice laptop = ann.connect("laptop", Verbs.ACTIVE)) {
            String id = ann.notify("Lunch?", "").getString("id");
            JsonNode shown = laptop.await("notify");

            laptop.send("{'type':'report','seq':2,'attention':{'visible':false,'screen':'locked'}}");
            awaitNote(id, "target_away");
            assertTrue(until(id).isBefore(clock.instant().plusSeconds(6)));

            laptop.send("{'type':'report','seq':3,'attention':{'visible':true,'focused':true,'idle_ms':0,"
                    + "'screen':'unlocked'}}");
            awaitNote(id, "as_planned");
            assertEquals(Instant.parse(shown.get("ack_by").asText()), until(id));
        }
    }

    @Test
    void shouldWaitLongerWhileThePersonIsWriting() {
        try (TestDevice laptop = ann.connect("laptop", Verbs.ACTIVE);
                TestDevice phone = ann.connect("phone", Verbs.LOCKED)) {
            String id = ann.notify("Deploy?", ",'priority':'critical','policy':'urgent'")
                    .getString("id");
            laptop.await("notify");

            clock.forward(Duration.ofSeconds(10));
            laptop.send("{'type':'report','seq':2,'attention':{'visible':true,'focused':true,"
                    + "'idle_ms':0,'typing':true,'screen':'unlocked'}}");
            Awaitility.await()
                    .until(() -> ann.get("/v1/users/%s/presence".formatted(ann.user()))
                            .extract()
                            .asString()
                            .contains("typing"));
            clock.forward(Duration.ofSeconds(6));

            awaitNote(id, "target_typing");
            assertEquals(0, phone.count("notify"));
            clock.forward(Duration.ofSeconds(20));
            phone.await("notify");
        }
    }

    @Test
    void shouldTellTheWholeRecordWhenNobodyAnsweredAtAll() {
        try (TestDevice laptop = ann.connect("laptop", Verbs.ACTIVE)) {
            String id = ann.notify("Build failed", ",'priority':'critical','policy':'urgent'")
                    .getString("id");
            laptop.await("notify");

            clock.forward(Duration.ofMinutes(61));

            Awaitility.await().until(() -> ann.read(id).getString("state"), "exhausted"::equals);
            Map<String, Object> exhausted = ann.get("/v1/events?types=notification.exhausted&limit=250")
                    .extract()
                    .jsonPath()
                    .getMap("data.find { it.data.notification == '%s' }.data".formatted(id));
            assertEquals("plan_deadline", exhausted.get("reason"));
            assertEquals(exhausted.get("attempts"), ((List<?>) exhausted.get("tried")).size());
        }
    }

    @Test
    void shouldShowWhatWaitedByRelevanceWithOneSound() {
        String first = ann.notify("First", "").getString("id");
        ann.notify("Second", "");
        String done = ann.notify("Handled meanwhile", "").getString("id");
        ann.notify("Third", "");
        ann.notify("Fire", ",'priority':'critical'");
        ann.delete("/v1/notifications/" + done).statusCode(200);

        try (TestDevice laptop = ann.connect("laptop", Verbs.ACTIVE)) {
            JsonNode fire = laptop.await("notify");
            assertEquals("Fire", fire.get("title").asText());
            assertTrue(fire.get("ring").asBoolean());
            assertEquals("Third", laptop.await("notify").get("title").asText());
            assertEquals("Second", laptop.await("notify").get("title").asText());
            JsonNode last = laptop.await("notify");
            assertEquals(first, last.get("id").asText());
            assertFalse(last.get("ring").asBoolean());
            assertEquals("catch_up", story(first).getLast().get("cause"));
        }
    }

    @Test
    void shouldLetOneTabSoundAtATime() {
        try (TestDevice tab = ann.connect("laptop", Verbs.ACTIVE);
                TestDevice other = ann.connect("laptop", Verbs.ACTIVE);
                TestDevice phone = ann.connect("phone", Verbs.LOCKED)) {
            String id = ann.notify("Lunch?", "").getString("id");
            tab.await("notify");
            other.await("notify");
            String wish = "{'type':'ring','id':'%s'}".formatted(id);

            JsonNode granted = tab.send(wish).await("ring");
            assertTrue(granted.get("granted").asBoolean());
            JsonNode refused = other.send(wish).await("ring");
            assertFalse(refused.get("granted").asBoolean());
            assertEquals(granted.get("expires_at"), refused.get("expires_at"));
            JsonNode nothing = phone.send(wish).await("ring");
            assertFalse(nothing.get("granted").asBoolean() || nothing.has("expires_at"));
            assertEquals(granted.get("fence"), tab.send(wish).await("ring").get("fence"), "it may go on");

            tab.send("{'type':'ack','id':'%s','kind':'seen'}".formatted(id));
            Awaitility.await().until(() -> ann.read(id).getString("state"), "seen"::equals);
            assertFalse(tab.send(wish).await("ring").get("granted").asBoolean(), "nothing sounds after an answer");
        }
    }

    private void awaitNote(String id, String note) {
        Awaitility.await().until(() -> story(id).stream().anyMatch(line -> note.equals(line.get("note"))));
    }

    private List<Map<String, Object>> story(String id) {
        return ann.get("/v1/notifications/" + id + "/trace")
                .extract()
                .jsonPath()
                .getList("lines");
    }

    private Instant until(String id) {
        return Instant.parse(ann.read(id).getString("until"));
    }
}
