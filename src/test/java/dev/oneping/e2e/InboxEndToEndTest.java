package dev.oneping.e2e;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.oneping.auth.key.ApiKeys;
import dev.oneping.testing.RedisServer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.http.ContentType;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Following notifications: the list of a person, another try, and waiting for what becomes of one. */
@Tag("service")
@QuarkusTest
@WithTestResource(RedisServer.class)
@TestProfile(OwnTime.class)
class InboxEndToEndTest {

    private static final Executor CALLERS = Executors.newVirtualThreadPerTaskExecutor();
    private static final String EXPIRING = ",'expires_in':'10s'";

    @Inject
    ApiKeys keys;

    @Inject
    TestClock clock;

    private Verbs ann;
    private Verbs bob;

    @BeforeEach
    void meet() {
        ann = Verbs.ofNewTenant(keys);
        bob = ann.another();
    }

    @Test
    void shouldListANewestFirstPageByPage() {
        String[] ids = new String[5];
        for (int i = 0; i < 5; i++) {
            clock.forward(Duration.ofMillis(2));
            ids[i] = ann.notify("No. " + i, "").getString("id");
        }
        bob.notify("For Bob", "");

        ann.get(inbox("?limit=2"))
                .statusCode(200)
                .body("data.id", contains(ids[4], ids[3]))
                .body("has_more", equalTo(true))
                .body("open", equalTo(5))
                .body("next_cursor", equalTo(ids[3]));
        ann.get(inbox("?limit=2&after=" + ids[3])).body("data.id", contains(ids[2], ids[1]));
        ann.get(inbox("?limit=2&after=" + ids[1]))
                .body("data.id", contains(ids[0]))
                .body("has_more", equalTo(false))
                .body("next_cursor", nullValue());
    }

    @Test
    void shouldListOnlyTheStatesThatAreAskedFor() {
        String cancelled = ann.notify("Never mind", "").getString("id");
        ann.delete("/v1/notifications/" + cancelled).statusCode(200);
        clock.forward(Duration.ofMillis(2));
        String held = ann.notify("Later", "").getString("id");

        ann.get(inbox("?state=open")).body("data.id", contains(held));
        ann.get(inbox("?state=ended")).body("data.id", contains(cancelled));
        ann.get(inbox("?state=cancelled,held")).body("data.id", contains(held, cancelled));
        ann.get(inbox("?state=seen")).body("data", hasSize(0));
        ann.get(inbox("?state=lost")).statusCode(400).body("errors[0].parameter", equalTo("state"));
        ann.get(inbox("?after=ntf_1")).statusCode(400).body("errors[0].parameter", equalTo("after"));
        ann.get(inbox("?limit=251")).statusCode(400).body("errors[0].parameter", equalTo("limit"));
    }

    @Test
    void shouldLetADeviceReadItsOwnPersonsListOnly() {
        String id = ann.notify("For Ann", "").getString("id");
        String token = ann.token("laptop");

        given().header("Authorization", "Bearer " + token)
                .get(inbox(""))
                .then()
                .statusCode(200)
                .body("data.id", contains(id));
        given().header("Authorization", "Bearer " + token)
                .get("/v1/users/" + bob.user() + "/notifications")
                .then()
                .statusCode(404);
    }

    @Test
    void shouldSendAgainWhatExpiredAndPassEveryGateAnew() {
        String old = ann.notify("Parcel", EXPIRING).getString("id");
        clock.forward(Duration.ofSeconds(11));
        awaitState(old, "expired");

        try (TestDevice laptop = ann.connect("laptop", Verbs.ACTIVE)) {
            String fresh = ann.post("/v1/notifications/" + old + "/resend", "")
                    .statusCode(202)
                    .body("state", equalTo("delivering"))
                    .body("id", not(equalTo(old)))
                    .extract()
                    .path("id");

            assertEquals(fresh, laptop.await("notify").get("id").asText());
            assertEquals(old, ann.read(fresh).getString("resend_of"));
            assertEquals("expired", ann.read(old).getString("state"));
            ann.post("/v1/notifications/" + fresh + "/resend", "")
                    .statusCode(409)
                    .body("detail", containsString("still open"));
            laptop.send("{'type':'ack','id':'%s','kind':'acted'}".formatted(fresh));
            awaitState(fresh, "acted");
            ann.post("/v1/notifications/" + fresh + "/resend", "")
                    .statusCode(409)
                    .body("detail", containsString("answered"));
        }
    }

    @Test
    void shouldSuppressAgainWhatIsStillMuted() {
        mute("['ads']");
        String old = ann.notify("Sale", ",'category':'ads'").getString("id");
        assertEquals("suppressed", ann.read(old).getString("state"));
        ann.post("/v1/notifications/" + old + "/resend", "").statusCode(202).body("state", equalTo("suppressed"));

        mute("[]");
        ann.post("/v1/notifications/" + old + "/resend", "").statusCode(202).body("state", equalTo("held"));
    }

    @Test
    void shouldSendAgainOnceForOneKey() {
        String old = ann.notify("Parcel", EXPIRING).getString("id");
        clock.forward(Duration.ofSeconds(11));
        awaitState(old, "expired");

        String first = resend(old).path("id");
        assertEquals(first, resend(old).path("id"));
        ann.get(inbox("")).body("data.id", contains(first, old));
    }

    @Test
    void shouldAnswerAtOnceWhenSomebodyActs() {
        try (TestDevice laptop = ann.connect("laptop", Verbs.ACTIVE)) {
            CompletableFuture<Response> answer = CompletableFuture.supplyAsync(() -> post("wait=50"), CALLERS);
            String id = laptop.await("notify").get("id").asText();
            laptop.send("{'type':'ack','id':'%s','kind':'acted'}".formatted(id));

            Response response = answer.join();
            assertEquals(202, response.statusCode());
            assertEquals("acted", response.path("state"));
            assertEquals("wait=50", response.header("Preference-Applied"));
        }
    }

    @Test
    void shouldAnswerAsSoonAsADeviceIsChosen() {
        CompletableFuture<Response> answer =
                CompletableFuture.supplyAsync(() -> post("wait=50; until=routed"), CALLERS);
        String id = Awaitility.await()
                .until(() -> ann.get(inbox("?state=held")).extract().path("data[0].id"), found -> found != null);
        CompletableFuture<Response> reading = CompletableFuture.supplyAsync(
                () -> given().header("Authorization", "Bearer " + ann.key())
                        .header("Prefer", "wait=50; until=routed")
                        .get("/v1/notifications/" + id),
                CALLERS);
        try (TestDevice laptop = ann.connect("laptop", Verbs.ACTIVE)) {
            laptop.await("notify");
            assertEquals("delivering", answer.join().path("state"));
            assertEquals("laptop", answer.join().path("target.device"));
            assertEquals("delivering", reading.join().path("state"));
            assertEquals("wait=50; until=routed", reading.join().header("Preference-Applied"));
        }
    }

    @Test
    void shouldAnswerWithWhatThereIsWhenTheTimeIsOver() {
        Response answer = post("wait=1");
        assertEquals("held", answer.path("state"));
        assertEquals("no_device_online", answer.path("reason"));
        assertEquals("wait=1", answer.header("Preference-Applied"));
        assertNull(post("respond-async").header("Preference-Applied"));
        given().header("Authorization", "Bearer " + ann.key())
                .header("Prefer", "wait=1")
                .get("/v1/notifications/ntf_01kaskbd2h4m8vzq7w0e5r9t3y0c")
                .then()
                .statusCode(404);
    }

    /** The answer of a person comes at any moment between reading and waiting; none may be missed. */
    @Test
    void shouldMissNoAnswer() {
        try (TestDevice laptop = ann.connect("laptop", Verbs.ACTIVE)) {
            for (int round = 0; round < 100; round++) {
                String id = ann.notify("Quick", "").getString("id");
                CompletableFuture<JsonPath> waiting = CompletableFuture.supplyAsync(
                        () -> given().header("Authorization", "Bearer " + ann.key())
                                .header("Prefer", "wait=50")
                                .get("/v1/notifications/" + id)
                                .jsonPath(),
                        CALLERS);
                laptop.send("{'type':'ack','id':'%s','kind':'seen'}".formatted(id));
                assertEquals("seen", waiting.join().getString("state"));
            }
        }
    }

    private Response resend(String id) {
        return given().header("Authorization", "Bearer " + ann.key())
                .header("Idempotency-Key", "again")
                .post("/v1/notifications/" + id + "/resend");
    }

    private Response post(String prefer) {
        return given().header("Authorization", "Bearer " + ann.key())
                .header("Prefer", prefer)
                .contentType(ContentType.JSON)
                .body("{\"to\":{\"user\":\"" + ann.user() + "\"},\"title\":\"Lunch?\"}")
                .post("/v1/notify");
    }

    private void mute(String categories) {
        String muted = categories.equals("[]") ? "{}" : "{'categories':{'ads':{'muted':true}}}";
        ann.put("/v1/users/" + ann.user() + "/preferences", muted).statusCode(200);
    }

    private String inbox(String query) {
        return "/v1/users/" + ann.user() + "/notifications" + query;
    }

    private void awaitState(String id, String state) {
        Awaitility.await().untilAsserted(() -> assertEquals(state, ann.read(id).getString("state")));
    }
}
