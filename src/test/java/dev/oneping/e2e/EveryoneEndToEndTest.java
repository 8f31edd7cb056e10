package dev.oneping.e2e;

import static org.hamcrest.Matchers.containsString;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.oneping.auth.key.ApiKeys;
import dev.oneping.testing.RedisServer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A group of which one is asked, and everyone when that one does not answer: three people with real sockets. */
@Tag("service")
@QuarkusTest
@WithTestResource(RedisServer.class)
@TestProfile(OwnTime.class)
class EveryoneEndToEndTest {

    private static final String RULES = """
            language: 1
            name: alarm
            policies:
              default:
                steps:
                  - {to: attentive_device}
                  - {to: everyone}
                ack_window: {low: 30s, normal: 30s, high: 30s, critical: 30s}
                afterwards: exhaust
                ring: [normal, high, critical]
            otherwise: hold
            """;
    private static final Duration WINDOW = Duration.ofSeconds(31);

    @Inject
    ApiKeys keys;

    @Inject
    TestClock clock;

    private Verbs ann;
    private Verbs bob;
    private Verbs eve;

    @BeforeEach
    void meet() {
        ann = Verbs.ofNewTenant(keys);
        bob = ann.another();
        eve = ann.another();
        ann.put("/v1/groups/ops", "{'members':['%s','%s','%s']}".formatted(ann.user(), bob.user(), eve.user()))
                .statusCode(201);
        RestAssured.given()
                .header("Authorization", "Bearer " + ann.key())
                .contentType("application/yaml")
                .body(RULES.getBytes(StandardCharsets.UTF_8))
                .put("/v1/rules")
                .then()
                .statusCode(200);
    }

    @Test
    void shouldAskTheOthersBesideTheOneWhoDoesNotAnswerAndEndWithTheFirstAnswer() {
        try (TestDevice anns = ann.connect("laptop", Verbs.ACTIVE);
                TestDevice bobs = bob.connect("phone", Verbs.LOCKED);
                TestDevice eves = eve.connect("phone", Verbs.LOCKED)) {
            String id = notifyGroup();
            String part = anns.await("notify").get("id").asText();
            assertEquals(0, bobs.count("notify") + eves.count("notify"));

            clock.forward(WINDOW);

            bobs.await("notify");
            String answered = eves.await("notify").get("id").asText();
            awaitCounts(id, Map.of("delivering", 3));
            JsonPath now = ann.read(id);
            assertEquals("delivering", now.getString("state"));
            assertEquals(ann.user(), now.getString("fan_out.widened_by"));
            assertNull(now.getString("fan_out.asking"));
            assertEquals(3, now.getInt("fan_out.asked"));
            assertEquals("everyone", ann.read(part).getString("target.channel"));
            assertEquals(0, anns.count("retract"), "it stays where it is shown");

            eves.send("{'type':'ack','id':'%s','kind':'acted'}".formatted(answered));

            assertEquals("answered", anns.await("retract").get("reason").asText());
            assertEquals("answered", bobs.await("retract").get("reason").asText());
            awaitState(id, "done");
            assertEquals(eve.user(), ann.read(id).getString("fan_out.answered_by"));
            assertEquals(Map.of("acted", 1, "cancelled", 2), ann.read(id).getMap("fan_out.counts"));
        }
    }

    @Test
    void shouldEndForAllWhenTheOneWhoWasAskedFirstAnswersAfterAll() {
        try (TestDevice anns = ann.connect("laptop", Verbs.ACTIVE);
                TestDevice bobs = bob.connect("phone", Verbs.LOCKED)) {
            String id = notifyGroup();
            String part = anns.await("notify").get("id").asText();
            clock.forward(WINDOW);
            bobs.await("notify");

            anns.send("{'type':'ack','id':'%s','kind':'seen'}".formatted(part));

            bobs.await("retract");
            awaitState(id, "done");
            assertEquals(ann.user(), ann.read(id).getString("fan_out.answered_by"));
        }
    }

    @Test
    void shouldCallAllOff() {
        try (TestDevice anns = ann.connect("laptop", Verbs.ACTIVE);
                TestDevice bobs = bob.connect("phone", Verbs.LOCKED);
                TestDevice eves = eve.connect("phone", Verbs.LOCKED)) {
            String id = notifyGroup();
            anns.await("notify");
            clock.forward(WINDOW);
            awaitCounts(id, Map.of("delivering", 3));

            ann.delete("/v1/notifications/" + id).statusCode(200);

            for (TestDevice device : List.of(anns, bobs, eves)) {
                device.await("retract");
            }
            awaitState(id, "cancelled");
            awaitCounts(id, Map.of("cancelled", 3));
        }
    }

    @Test
    void shouldBeExhaustedWhenNobodyOfThemAnswersAndTellWhy() {
        try (TestDevice anns = ann.connect("laptop", Verbs.ACTIVE);
                TestDevice bobs = bob.connect("phone", Verbs.LOCKED);
                TestDevice eves = eve.connect("phone", Verbs.LOCKED)) {
            String id = notifyGroup();
            String part = anns.await("notify").get("id").asText();
            clock.forward(WINDOW);
            String other = bobs.await("notify").get("id").asText();
            eves.await("notify");

            clock.forward(WINDOW);

            awaitState(id, "exhausted");
            assertEquals("nobody_answered", ann.read(id).getString("reason"));
            awaitCounts(id, Map.of("exhausted", 3));
            trace(part, "everyone");
            trace(other, "default/2 nobody else");
        }
    }

    @Test
    void shouldAskEveryoneAtOnceWhenNobodyCanBeReached() {
        String id = notifyGroup();

        awaitCounts(id, Map.of("delivering", 1, "held", 2));
        String caller = ann.read(id).getString("fan_out.widened_by");
        Verbs other = bob.user().equals(caller) ? eve : bob;
        try (TestDevice laptop = other.connect("laptop", Verbs.ACTIVE)) {
            String part = laptop.await("notify").get("id").asText();
            laptop.send("{'type':'ack','id':'%s','kind':'acted'}".formatted(part));
            awaitState(id, "done");
            assertEquals(other.user(), ann.read(id).getString("fan_out.answered_by"));
            assertNotEquals(other.user(), caller);
        }
    }

    @Test
    void shouldPassTheStepOverWhereItWentToOnePerson() {
        try (TestDevice anns = ann.connect("laptop", Verbs.ACTIVE)) {
            String id = ann.notify("Disk is full", "").getString("id");
            anns.await("notify");

            clock.forward(WINDOW);

            awaitState(id, "exhausted");
            trace(id, "default/2 nobody else");
        }
    }

    private String notifyGroup() {
        return ann.post("/v1/notify", "{'to':{'group':'ops'},'title':'Disk is full'}")
                .statusCode(202)
                .extract()
                .path("id");
    }

    private void trace(String id, String line) {
        RestAssured.given()
                .header("Authorization", "Bearer " + ann.key())
                .accept("text/plain")
                .get("/v1/notifications/" + id + "/trace")
                .then()
                .statusCode(200)
                .body(containsString(line));
    }

    private void awaitState(String id, String state) {
        Awaitility.await().untilAsserted(() -> assertEquals(state, ann.read(id).getString("state")));
    }

    private void awaitCounts(String id, Map<String, Integer> counts) {
        Awaitility.await().untilAsserted(() -> assertEquals(counts, ann.read(id).getMap("fan_out.counts")));
    }
}
