package dev.oneping.e2e;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.oneping.auth.key.ApiKeys;
import dev.oneping.testing.RedisServer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The effect of a tenant's rules on the devices of its users. */
@Tag("service")
@QuarkusTest
@WithTestResource(RedisServer.class)
@TestProfile(OwnTime.class)
class RulesEndToEndTest {

    private static final String RULES = """
            language: 1
            name: product
            facts: {urgent: bool}
            digest:
              - rule: likes
                when: notification.category == "like"
                key: notification.category
                window: 15m
                look_back: 5m
                flush: app.urgent
            limits:
              - rule: calm
                when: notification.category == "chat"
                budget: 2
                every: 1h
                then: hold
                deliver_when: user.just_returned
                at_most: 4h
              - rule: ads_a_day
                when: notification.category == "ad"
                per: category
                budget: 1
                every: 1d
                then: suppress
            scores:
              - {rule: active, when: device.attention == active, score: 1000}
              - {rule: usually_answers, score: device.ack_chance * 100.0}
            manner:
              - {rule: others_see_it, when: device.presenting, show: redacted, ring: false}
              - {rule: costs_money, when: device.metered, show: plain}
            policies: {default: {ring: [normal, high, critical]}}
            otherwise: hold
            """;

    @Inject
    ApiKeys keys;

    @Inject
    TestClock clock;

    private String key;
    private Verbs ann;

    @BeforeEach
    void meet() {
        ann = Verbs.ofNewTenant(keys);
        key = ann.key();
        yaml("put", "/v1/rules", RULES).statusCode(200);
    }

    @Test
    void shouldShowNoContentWhereOthersSeeTheScreenAndNoDataWhereItCostsMoney() {
        try (TestDevice laptop = ann.connect("laptop", Verbs.ACTIVE)) {
            laptop.send("{'type':'report','seq':2,'attention':{'visible':true,'focused':true,'presenting':true}}");
            JsonNode redacted = Awaitility.await().until(() -> shown(laptop), frame -> frame.has("show"));
            assertEquals("redacted", redacted.get("show").asText());
            assertEquals("New notification", redacted.get("title").asText());
            assertFalse(redacted.has("body") || redacted.has("data"), redacted.toString());
            assertFalse(redacted.get("ring").asBoolean());

            laptop.send(
                    "{'type':'report','seq':3,'attention':{'visible':true,'focused':true,'presenting':false},'network':{'type':'cellular','metered':true}}");
            JsonNode plain = Awaitility.await()
                    .until(
                            () -> shown(laptop),
                            frame -> !"redacted".equals(frame.path("show").asText()));
            assertEquals("plain", plain.get("show").asText());
            assertEquals("Salary", plain.get("title").asText());
            assertTrue(plain.has("body") && !plain.has("data"), plain.toString());
        }
    }

    @Test
    void shouldTellThatOtherRulesAreInForce() {
        yaml("put", "/v1/rules", RULES.replace("product", "other")).statusCode(200);
        ann.post("/v1/rules/versions/1/restore", "").statusCode(200);
        ann.delete("/v1/rules").statusCode(204);
        ann.delete("/v1/rules").statusCode(204);

        Awaitility.await()
                .untilAsserted(() -> ann.get("/v1/events?types=rules.changed")
                        .body("data.subject", everyItem(equalTo("@rules")))
                        .body("data.version", equalTo(List.of(1, 2, 3, 4)))
                        .body("data.data.number", equalTo(List.of(1, 2, 3, 0)))
                        .body("data.data.rules[1]", startsWith("other@"))
                        .body("data.data.rules[3]", startsWith("default@"))
                        .body("data.data[2].restored", equalTo(1)));
    }

    @Test
    void shouldHoldWhatIsOverTheBudgetUntilThereIsBudgetAgain() {
        try (TestDevice laptop = ann.connect("laptop", Verbs.ACTIVE)) {
            clock.forward(Duration.ofMinutes(2));
            laptop.send("{'type':'report','seq':2,'attention':{'visible':true,'focused':true,'idle_ms':0}}");
            assertEquals("delivering", chat("one").getString("state"));
            assertEquals("delivering", chat("two").getString("state"));
            JsonPath third = chat("three");
            assertEquals("held", third.getString("state"));
            assertEquals("calm", third.getString("reason"));
            ann.get("/v1/notifications/" + third.getString("id") + "/trace")
                    .body("lines[0].would_change.change", hasItem("without 'calm'"));

            clock.forward(Duration.ofMinutes(61));
            try (TestDevice phone = ann.connect("phone", Verbs.LOCKED)) {
                Awaitility.await()
                        .until(
                                () -> ann.read(third.getString("id")).getString("state"),
                                state -> !state.equals("held"));
            }
        }
    }

    @Test
    void shouldLetNoTwoAtOnceBothBeTheLastThatFits() throws Exception {
        try (TestDevice laptop = ann.connect("laptop", Verbs.ACTIVE)) {
            clock.forward(Duration.ofMinutes(2));
            laptop.send("{'type':'report','seq':2,'attention':{'visible':true,'focused':true,'idle_ms':0}}");
            Thread[] senders = new Thread[6];
            for (int i = 0; i < senders.length; i++) {
                senders[i] = Thread.ofVirtual().start(() -> chat("at once"));
            }
            for (Thread sender : senders) {
                sender.join();
            }

            Awaitility.await().until(() -> laptop.count("notify") == 2);
        }
    }

    @Test
    void shouldLimitACategory() {
        try (TestDevice laptop = ann.connect("laptop", Verbs.ACTIVE)) {
            ann.notify("Buy", ",'category':'ad'");
            laptop.await("notify");

            JsonPath second = ann.notify("Buy more", ",'category':'ad'");

            assertEquals("suppressed", second.getString("state"));
            assertEquals("ads_a_day", second.getString("reason"));
        }
    }

    @Test
    void shouldShowManyAsOneWhenTheWindowEnds() {
        try (TestDevice laptop = ann.connect("laptop", Verbs.ACTIVE)) {
            like("first", "");
            assertEquals("first", laptop.await("notify").get("title").asText());
            String second = like("second", "").getString("id");
            String third = like("third", "").getString("id");
            assertEquals("likes", ann.read(third).getString("reason"));
            assertEquals("digested", ann.read(second).getString("reason"));

            clock.forward(Duration.ofMinutes(16));

            JsonNode digest = afterwards(third);
            assertEquals(2, digest.get("digest").get("count").asInt());
            assertEquals(
                    "[\"second\",\"third\"]", digest.get("digest").get("titles").toString());
            assertEquals(2, ann.read(third).getInt("digest.count"));
        }
    }

    @Test
    void shouldShowWhatWaitsWithAnUrgentOne() {
        try (TestDevice laptop = ann.connect("laptop", Verbs.ACTIVE)) {
            like("first", "");
            laptop.await("notify");
            like("second", "");

            like("urgent", ",'facts':{'urgent':true}");

            JsonNode flushed = laptop.await("notify");
            assertEquals("urgent", flushed.get("title").asText());
            assertEquals(2, flushed.get("digest").get("count").asInt());
        }
    }

    @Test
    void shouldWaitForWhatTheAppAskedForButNotForEver() {
        try (TestDevice phone = ann.connect("phone", Verbs.ACTIVE)) {
            phone.send("{'type':'report','seq':2,'battery':{'level':0.5,'charging':false}}");
            String wait =
                    ",'deliver_when':{'any_of':[{'network':'wifi','charging':true},{'place':'office'}],'within':'2h'}";
            JsonPath held = ann.notify("Backup", wait);
            assertEquals("held", held.getString("state"));
            assertEquals("deliver_when", held.getString("reason"));

            phone.send(
                    "{'type':'report','seq':3,'battery':{'level':0.5,'charging':true},'network':{'type':'wifi','metered':false}}");
            assertEquals("Backup", phone.await("notify").get("title").asText());

            phone.send("{'type':'report','seq':4,'battery':{'level':0.5,'charging':false}}");
            Awaitility.await().until(() -> ann.notify("Second backup", wait).getString("state"), "held"::equals);
            String id = ann.notify("Third backup", wait).getString("id");
            clock.forward(Duration.ofMinutes(121));
            assertEquals("Third backup", afterwards(id).get("title").asText());
        }
    }

    @Test
    void shouldLearnOnWhichDeviceThePersonAnswers() {
        try (TestDevice laptop = ann.connect("laptop", Verbs.LOCKED);
                TestDevice phone = ann.connect("phone", Verbs.LOCKED)) {
            for (int i = 0; i < 4; i++) {
                String id = ann.notify("Ask " + i, "").getString("id");
                phone.send("{'type':'ack','id':'%s','kind':'acted'}".formatted(id));
                Awaitility.await().until(() -> ann.read(id).getString("state"), "acted"::equals);
            }
        }
        Awaitility.await().pollInterval(Duration.ofSeconds(1)).until(() -> aMinuteLater("Now"), "phone"::equals);
        try (TestDevice laptop = ann.connect("laptop", Verbs.LOCKED);
                TestDevice phone = ann.connect("phone", Verbs.LOCKED)) {
            String id = ann.notify("Why", "").getString("id");
            ann.get("/v1/notifications/" + id + "/trace")
                    .body("lines[0].explanation.candidates[0].facts.fact", hasItem("device.ack_chance"))
                    .body("lines[0].explanation.candidates[0].rules.rule", hasItem("usually_answers"));
        }
    }

    /** What was learned is looked up once a minute. Answers the device to which a notification goes then. */
    private String aMinuteLater(String title) {
        clock.forward(Duration.ofSeconds(61));
        try (TestDevice laptop = ann.connect("laptop", Verbs.LOCKED);
                TestDevice phone = ann.connect("phone", Verbs.LOCKED)) {
            return String.valueOf(ann.notify(title, "").getString("target.device"));
        }
    }

    @Test
    void shouldDecideWhatIsHeldAnewWhenThePersonsZoneChangesAndReleaseItOnce() {
        yaml("put", "/v1/rules", RULES.replace("limits:", """
                quiet:
                  - rule: night
                    when: user.in_quiet_hours
                    then: hold
                    until: quiet_hours_end
                    at_most: 24h
                limits:""")).statusCode(200);
        int hour = clock.instant().atZone(ZoneOffset.UTC).getHour();
        String quiet = "'quiet_hours':{'from':'%02d:00','to':'%02d:00'}".formatted(hour, (hour + 2) % 24);
        ann.put("/v1/users/%s/preferences".formatted(ann.user()), "{'zone':'UTC'," + quiet + "}")
                .statusCode(200);
        try (TestDevice laptop = ann.connect("laptop", Verbs.ACTIVE)) {
            String id = ann.notify("Good morning", "").getString("id");
            assertEquals("night", ann.read(id).getString("reason"));

            ann.put("/v1/users/%s/preferences".formatted(ann.user()), "{'zone':'Etc/GMT-6'," + quiet + "}")
                    .statusCode(200);

            assertEquals(id, laptop.await("notify").get("id").asText());
            clock.forward(Duration.ofSeconds(30));
            ann.put("/v1/users/%s/preferences".formatted(ann.user()), "{'zone':'UTC'," + quiet + "}")
                    .statusCode(200);
            ann.notify("Smoke", ",'category':'smoke','priority':'critical'");
            assertEquals("delivering", ann.read(id).getString("state"));
            assertEquals(1, laptop.count("notify"));
        }
    }

    /** It is skipped, counted and named, and the notification arrives. */
    @Test
    void shouldLoseNoNotificationByARuleThatBreaks() {
        yaml("put", "/v1/rules", RULES.replace("limits:", """
                quiet:
                  - rule: broken
                    when: 1 / notification.attempts > 0
                    then: suppress
                limits:""")).statusCode(200);
        try (TestDevice laptop = ann.connect("laptop", Verbs.ACTIVE)) {
            String id = ann.notify("Hello", "").getString("id");

            assertEquals(id, laptop.await("notify").get("id").asText());
            ann.get("/v1/notifications/" + id + "/trace")
                    .body("lines[0].explanation.failures", equalTo(1))
                    .body(
                            "lines[0].explanation.stages.find { it.stage == 'quiet' }.rules[0].verdict",
                            equalTo("failed"));
        }
    }

    @Test
    void shouldTellWhatOtherRulesWouldHaveDecided() {
        try (TestDevice laptop = ann.connect("laptop", Verbs.ACTIVE)) {
            ann.notify("Lunch?", "");
            laptop.await("notify");
            String other = RULES.replace(
                    "limits:",
                    "opt_out:\n  - {rule: nobody_eats, when: notification.category == \"default\", then: suppress}\nlimits:");

            Awaitility.await()
                    .untilAsserted(() -> yaml("post", "/v1/rules/replay?hours=1", other)
                            .statusCode(200)
                            .body("decisions", equalTo(1))
                            .body("same", equalTo(0))
                            .body("changes[0].from", equalTo("deliver to laptop, ringing, rich"))
                            .body("changes[0].to", equalTo("suppress because of nobody_eats"))
                            .body("differences[0].because", equalTo("nobody_eats"))
                            .body("differences[0].by", startsWith("product@")));
            yaml("post", "/v1/rules/replay", RULES).body("same", equalTo(1));
            yaml("post", "/v1/rules/replay?hours=0", RULES).statusCode(400);
            yaml("post", "/v1/rules/replay", "language: 1")
                    .statusCode(400)
                    .body("errors.detail", hasItem(containsString("rules.yaml:1:1")));
        }
    }

    /** The frame with which it is shown on a device that comes after time has passed; the others may have been lost by then. */
    private JsonNode afterwards(String id) {
        try (TestDevice tablet = ann.connect("tablet", Verbs.ACTIVE)) {
            return Awaitility.await()
                    .until(
                            () -> tablet.await("notify"),
                            frame -> frame.get("id").asText().equals(id));
        }
    }

    private JsonNode shown(TestDevice device) {
        ann.notify("Salary", ",'body':'It has come.','data':{'amount':1}");
        return device.await("notify");
    }

    private JsonPath chat(String title) {
        return ann.notify(title, ",'category':'chat'");
    }

    private JsonPath like(String title, String more) {
        return ann.notify(title, ",'category':'like'" + more);
    }

    private ValidatableResponse yaml(String method, String path, String text) {
        return given().header("Authorization", "Bearer " + key)
                .contentType("application/yaml")
                .body(text.getBytes(StandardCharsets.UTF_8))
                .request(method, path)
                .then();
    }
}
