package dev.oneping.e2e;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneping.auth.key.ApiKeys;
import dev.oneping.testing.RedisServer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One event for a group, a topic or several people: real HTTP, real sockets, real Redis. */
@Tag("service")
@QuarkusTest
@WithTestResource(RedisServer.class)
@TestProfile(OwnTime.class)
class GroupEndToEndTest {

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
    }

    @Test
    void shouldAskTheOneWhoseAttentionIsNearestAndEndWithTheAnswer() {
        group(ann, bob, eve);
        try (TestDevice anns = ann.connect("phone", Verbs.LOCKED);
                TestDevice bobs = bob.connect("laptop", Verbs.ACTIVE)) {
            JsonPath answer = notifyGroup("'pick':'most_attentive'");
            String id = answer.getString("id");

            String part = bobs.await("notify").get("id").asText();
            assertEquals("delivering", answer.getString("state"));
            assertEquals(bob.user(), answer.getString("fan_out.asking.user"));
            assertEquals(part, answer.getString("fan_out.asking.notification"));
            assertEquals(3, answer.getInt("fan_out.people"));
            assertEquals(id, ann.read(part).getString("part_of"));

            bobs.send("{'type':'ack','id':'%s','kind':'acted'}".formatted(part));

            awaitState(id, "done");
            assertEquals("answered", ann.read(id).getString("reason"));
            assertEquals(bob.user(), ann.read(id).getString("fan_out.answered_by"));
            assertEquals(Map.of("acted", 1), ann.read(id).getMap("fan_out.counts"));
            assertEquals(0, anns.count("notify"));
        }
    }

    @Test
    void shouldAskTheNextMemberWhenNobodyAnswersAndGiveUpAfterTheLast() {
        group(ann, bob);
        try (TestDevice anns = ann.connect("phone", Verbs.LOCKED);
                TestDevice bobs = bob.connect("laptop", Verbs.ACTIVE)) {
            String id = notifyGroup("'each':'30s'").getString("id");
            bobs.await("notify");

            clock.forward(Duration.ofSeconds(31));

            anns.await("notify");
            assertEquals("passed_on", bobs.await("retract").get("reason").asText());
            assertEquals(ann.user(), ann.read(id).getString("fan_out.asking.user"));

            clock.forward(Duration.ofSeconds(31));

            awaitState(id, "exhausted");
            assertEquals("nobody_answered", ann.read(id).getString("reason"));
            assertEquals(2, ann.read(id).getInt("fan_out.counts.cancelled"));
        }
    }

    @Test
    void shouldAskThoseWhoCanBeReachedInTurn() {
        group(ann, bob, eve);
        try (TestDevice anns = ann.connect("laptop", Verbs.ACTIVE);
                TestDevice bobs = bob.connect("phone", Verbs.LOCKED)) {
            for (int round = 1; round <= 2; round++) {
                List<String> asked = Stream.of(1, 2)
                        .map(i -> notifyGroup("'pick':'first_available'").getString("fan_out.asking.user"))
                        .toList();
                assertEquals(Set.of(ann.user(), bob.user()), Set.copyOf(asked));
                anns.await("notify");
                bobs.await("notify");
            }
        }
    }

    @Test
    void shouldNotifyAMemberAsSoonAsOneConnects() {
        group(ann, bob);
        JsonPath answer = notifyGroup("'pick':'first_available'");
        assertEquals("held", answer.getString("state"));
        assertEquals("nobody_reachable", answer.getString("reason"));

        try (TestDevice laptop = bob.connect("laptop", Verbs.ACTIVE)) {
            laptop.await("notify");
            assertEquals("delivering", ann.read(answer.getString("id")).getString("state"));
        }
    }

    @Test
    void shouldReachEveryoneAndTellHowFarItHasCome() {
        group(ann, bob, eve);
        try (TestDevice anns = ann.connect("laptop", Verbs.ACTIVE);
                TestDevice bobs = bob.connect("phone", Verbs.LOCKED)) {
            String id = notifyGroup("'pick':'all'").getString("id");
            String part = anns.await("notify").get("id").asText();
            bobs.await("notify");
            assertEquals(Map.of("delivering", 2, "held", 1), ann.read(id).getMap("fan_out.counts"));
            assertEquals(3, ann.read(id).getInt("fan_out.asked"));

            anns.send("{'type':'ack','id':'%s','kind':'acted'}".formatted(part));

            awaitCount(id, "acted", 1);
            assertEquals("delivering", ann.read(id).getString("state"));
            ann.delete("/v1/notifications/" + id).statusCode(200).body("state", equalTo("cancelled"));
            assertEquals(Map.of("acted", 1, "cancelled", 2), ann.read(id).getMap("fan_out.counts"));
            bobs.await("retract");
        }
    }

    @Test
    void shouldEndForTheRestOnceEnoughHaveActed() {
        group(ann, bob, eve);
        try (TestDevice anns = ann.connect("laptop", Verbs.ACTIVE);
                TestDevice bobs = bob.connect("laptop", Verbs.ACTIVE);
                TestDevice eves = eve.connect("laptop", Verbs.ACTIVE)) {
            String id = notifyGroup("'pick':'quorum','quorum':2").getString("id");
            String first = anns.await("notify").get("id").asText();
            String second = bobs.await("notify").get("id").asText();
            eves.await("notify");

            anns.send("{'type':'ack','id':'%s','kind':'acted'}".formatted(first));
            awaitCount(id, "acted", 1);
            assertEquals("delivering", ann.read(id).getString("state"));
            bobs.send("{'type':'ack','id':'%s','kind':'acted'}".formatted(second));

            assertEquals("quorum_reached", eves.await("retract").get("reason").asText());
            awaitState(id, "done");
            assertEquals("quorum_reached", ann.read(id).getString("reason"));
        }
    }

    @Test
    void shouldSayThatTheQuorumWasMissed() {
        group(ann, bob);
        try (TestDevice anns = ann.connect("laptop", Verbs.ACTIVE);
                TestDevice bobs = bob.connect("laptop", Verbs.ACTIVE)) {
            String id = notifyGroup("'pick':'quorum','quorum':2").getString("id");
            for (TestDevice device : List.of(anns, bobs)) {
                String part = device.await("notify").get("id").asText();
                device.send("{'type':'ack','id':'%s','kind':'dismissed'}".formatted(part));
            }
            awaitState(id, "exhausted");
            assertEquals("quorum_missed", ann.read(id).getString("reason"));
        }
    }

    @Test
    void shouldReachThePeopleWhoAreNamed() {
        JsonPath answer = notify("{'users':['%s','%s']}".formatted(ann.user(), bob.user()));

        assertEquals(2, answer.getInt("fan_out.counts.held"));
        assertEquals(
                List.of(ann.user(), bob.user()),
                ann.read(answer.getString("id")).getList("to.users"));
        assertNull(ann.read(answer.getString("id")).getString("to.group"));
    }

    @Test
    void shouldReachEverySubscriberOfATopicOnceAndCallAllOff() {
        String names = IntStream.range(0, 450).mapToObj(i -> "'u" + i + "'").collect(Collectors.joining(","));
        ann.put("/v1/topics/news/subscribers", "{'users':[" + names + "]}").statusCode(200);

        String id = notify("{'topic':'news'}").getString("id");

        awaitCount(id, "held", 450);
        assertEquals(450, ann.read(id).getInt("fan_out.asked"));
        ann.delete("/v1/notifications/" + id).statusCode(200);
        awaitCount(id, "cancelled", 450);
        assertEquals("cancelled", ann.read(id).getString("state"));
        assertEquals(Map.of("cancelled", 450), ann.read(id).getMap("fan_out.counts"));
    }

    @Test
    void shouldBeDoneAtOnceWithATopicThatNobodyHasSubscribedTo() {
        JsonPath answer = notify("{'topic':'silence'}");
        assertEquals("done", answer.getString("state"));
        assertEquals("all_over", answer.getString("reason"));
    }

    @Test
    void shouldEndWithItsTime() {
        group(ann, bob);
        String id = ann.post("/v1/notify", "{'to':{'group':'ops'},'title':'Lunch?','expires_in':'60s'}")
                .extract()
                .path("id");
        clock.forward(Duration.ofSeconds(61));
        awaitState(id, "expired");
    }

    @Test
    void shouldMakeOneOfEqualRequests() {
        group(ann, bob);
        String first =
                once("{'to':{'group':'ops','pick':'all'},'title':'Once'}").getString("id");
        JsonPath second = once("{'to':{'group':'ops','pick':'all'},'title':'Once'}");
        assertEquals(first, second.getString("id"));
        assertEquals(2, second.getInt("fan_out.counts.held"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'user':'ann','group':'ops'}                     | /to",
                "{'group':'ghosts'}                               | /to/group",
                "{'group':'o p s'}                                | /to/group",
                "{'topic':'a b'}                                  | /to/topic",
                "{'users':[]}                                     | /to/users",
                "{'users':['ann','ann']}                          | /to/users/1",
                "{'users':['a n']}                                | /to/users/0",
                "{'users':['ann'],'pick':'all'}                   | /to/pick",
                "{'group':'ops','pick':'loudest'}                 | /to/pick",
                "{'group':'ops','pick':'quorum'}                  | /to/quorum",
                "{'group':'ops','pick':'quorum','quorum':4}       | /to/quorum",
                "{'group':'ops','quorum':1}                       | /to/quorum",
                "{'group':'ops','pick':'all','each':'1m'}         | /to/each",
                "{'group':'ops','each':'1s'}                      | /to/each",
            })
    void shouldNameWhatIsWrongWithThoseItIsFor(String to, String pointer) {
        group(ann, bob, eve);
        ann.post("/v1/notify", "{'to':" + to + ",'title':'x'}")
                .statusCode(400)
                .body("errors[0].pointer", equalTo(pointer));
    }

    @Test
    void shouldBoundHowManyPeopleAreNamed() {
        String names = IntStream.range(0, 501).mapToObj(i -> "'u" + i + "'").collect(Collectors.joining(","));
        ann.post("/v1/notify", "{'to':{'users':[" + names + "]},'title':'x'}")
                .statusCode(400)
                .body("detail", containsString("use a topic for more"));
        ann.post("/v1/notify?dry_run=true", "{'to':{'group':'ops'},'title':'x'}")
                .statusCode(400)
                .body("errors[0].pointer", equalTo("/to"));
    }

    private void group(Verbs... members) {
        String names = Stream.of(members).map(it -> "'" + it.user() + "'").collect(Collectors.joining(","));
        ann.put("/v1/groups/ops", "{'members':[" + names + "]}").statusCode(201);
    }

    private JsonPath notifyGroup(String more) {
        return notify("{'group':'ops'," + more + "}");
    }

    private JsonPath notify(String to) {
        return ann.post("/v1/notify", "{'to':" + to + ",'title':'The site is down','policy':'urgent'}")
                .statusCode(202)
                .extract()
                .jsonPath();
    }

    private JsonPath once(String body) {
        return RestAssured.given()
                .header("Authorization", "Bearer " + ann.key())
                .header("Idempotency-Key", "once")
                .contentType("application/json")
                .body(body.replace('\'', '"'))
                .post("/v1/notify")
                .then()
                .statusCode(202)
                .extract()
                .jsonPath();
    }

    private void awaitState(String id, String state) {
        Awaitility.await().untilAsserted(() -> assertEquals(state, ann.read(id).getString("state")));
    }

    private void awaitCount(String id, String state, int count) {
        Awaitility.await().untilAsserted(() -> {
            Map<String, Integer> counts = ann.read(id).getMap("fan_out.counts");
            assertTrue(counts.getOrDefault(state, 0) == count, counts::toString);
        });
    }
}
