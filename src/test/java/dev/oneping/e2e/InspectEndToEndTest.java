package dev.oneping.e2e;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneping.auth.Scope;
import dev.oneping.auth.key.ApiKeys;
import dev.oneping.model.TenantId;
import dev.oneping.redis.RedisMeters;
import dev.oneping.stats.TenantCounters;
import dev.oneping.testing.RedisServer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What support reads: the search of notifications, users, counts, channels, nodes, and the newest events. */
@Tag("service")
@QuarkusTest
@WithTestResource(RedisServer.class)
@TestProfile(OwnTime.class)
class InspectEndToEndTest {

    private static final String OPERATOR = "a key that a developer chose";

    @Inject
    ApiKeys keys;

    @Inject
    TenantCounters counters;

    @Inject
    TestClock clock;

    private Verbs ann;
    private Verbs bob;
    private String inspector;

    @BeforeEach
    void meet() {
        ann = Verbs.ofNewTenant(keys);
        bob = ann.another();
        String tenant = ann.get("/v1/me").extract().path("tenant");
        inspector = keys.create(new TenantId(tenant), "support", Set.of(Scope.INSPECT))
                .await()
                .indefinitely()
                .key();
    }

    @Test
    void shouldFindNotificationsByEachCondition() {
        String order = id(ann.notify("Order", ",'category':'orders','priority':'high','collapse_key':'o1'"));
        clock.forward(Duration.ofMillis(2));
        String chat = id(bob.notify("Chat", ",'category':'chat'"));
        ann.delete("/v1/notifications/" + order).statusCode(200);

        search("").body("data.id", contains(chat, order));
        search("?category=orders").body("data.id", contains(order));
        search("?priority=high").body("data.id", contains(order));
        search("?collapse_key=o1").body("data.id", contains(order));
        search("?state=cancelled").body("data.id", contains(order));
        search("?state=open&user=" + ann.user()).body("data", empty());
        search("?user=" + bob.user()).body("data.id", contains(chat));
        search("?since=2099-01-01T00:00:00Z").body("data", empty());
        search("?until=2020-01-01T00:00:00Z").body("data", empty());
    }

    @Test
    void shouldFindTheNotificationOfAnIdempotencyKey() {
        String id = given().header("Authorization", "Bearer " + ann.key())
                .header("Idempotency-Key", "order-8731")
                .contentType("application/json")
                .body("{\"to\":{\"user\":\"" + ann.user() + "\"},\"title\":\"Order\"}")
                .post("/v1/notify")
                .then()
                .statusCode(202)
                .extract()
                .path("id");

        search("?idempotency_key=order-8731").body("data.id", contains(id));
        search("?idempotency_key=order-8732").body("data", empty());
        search("?idempotency_key=order-8731&state=seen").body("data", empty());
    }

    @Test
    void shouldPageThroughAllNotificationsOfTheTenant() {
        List<String> sent = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            sent.addFirst(id((i % 2 == 0 ? ann : bob).notify("No. " + i, "")));
            clock.forward(Duration.ofMillis(2));
        }

        List<String> found = new ArrayList<>();
        String cursor = "";
        do {
            JsonPath page = search("?limit=3" + cursor).extract().jsonPath();
            found.addAll(page.getList("data.id"));
            cursor = page.getBoolean("has_more") ? "&after=" + page.getString("next_cursor") : null;
        } while (cursor != null);

        assertEquals(Set.copyOf(sent), Set.copyOf(found));
        assertEquals(sent.size(), found.size());
    }

    @Test
    void shouldNameTheParameterThatIsWrong() {
        for (String wrong : List.of(
                "state=lost",
                "priority=huge",
                "limit=0",
                "limit=101",
                "since=yesterday",
                "until=now",
                "after=ntf_1",
                "user=a%20b",
                "idempotency_key=ä")) {
            search("?" + wrong, 400).body("errors[0].parameter", equalTo(wrong.substring(0, wrong.indexOf('='))));
        }
        events("?order=latest", 400).body("errors[0].parameter", equalTo("order"));
        events("?order=newest&wait=1", 400).body("errors[0].parameter", equalTo("wait"));
        events("?order=newest&after=abc", 400).body("errors[0].parameter", equalTo("after"));
        events("?since=2026-11-23T00:00:00Z&after=latest", 400).body("errors[0].parameter", equalTo("since"));
    }

    @Test
    void shouldHideTheContentFromAKeyThatMayOnlyInspectAndRefuseItTheRest() {
        String id = id(ann.notify("Secret title", ",'body':'Secret body','data':{'pin':7}"));

        inspect("/v1/notifications/" + id, 200)
                .body("title", equalTo(""))
                .body("body", nullValue())
                .body("data", nullValue())
                .body("content_hidden", equalTo(true));
        inspect("/v1/notifications", 200).body("data.title", contains(""));
        inspect("/v1/users/" + ann.user() + "/notifications", 200).body("data.title", contains(""));
        inspect("/v1/notifications/" + id + "/trace", 200).body("id", equalTo(id));
        inspect("/v1/events", 200);
        inspect("/v1/users/" + ann.user() + "/presence", 200);
        inspect("/v1/channels", 200);
        inspect("/v1/stats", 200);
        inspect("/v1/me", 200).body("scopes", contains("inspect"));
        inspect("/v1/rules", 403);
        inspect("/v1/api-keys", 403);
        inspect("/v1/nodes", 403);
        given().header("Authorization", "Bearer " + inspector)
                .contentType("application/json")
                .body("{\"to\":{\"user\":\"ann\"},\"title\":\"Hello\"}")
                .post("/v1/notify")
                .then()
                .statusCode(403);
        given().header("Authorization", "Bearer " + inspector)
                .delete("/v1/notifications/" + id)
                .then()
                .statusCode(403);
        ann.get("/v1/notifications/" + id)
                .body("title", equalTo("Secret title"))
                .body("content_hidden", nullValue());
    }

    @Test
    void shouldListUsersAndCountThoseOnline() {
        bob.put("/v1/users/" + bob.user() + "/preferences", "{'zone':'Europe/Berlin'}")
                .statusCode(200);
        ann.get("/v1/presence/summary").body("online", equalTo(0)).body("users", equalTo(1));
        try (TestDevice laptop = ann.connect("laptop", Verbs.ACTIVE)) {
            Awaitility.await()
                    .untilAsserted(() -> ann.get("/v1/presence/summary")
                            .body("online", equalTo(1))
                            .body("users", equalTo(2))
                            .body("attention.active", equalTo(1)));
            ann.get("/v1/users").body("data.user", containsInAnyOrder(ann.user(), bob.user()));
            ann.get("/v1/users?online=true")
                    .body("data.user", contains(ann.user()))
                    .body("data[0].attention", equalTo("active"))
                    .body("data[0].online_devices", contains("laptop"))
                    .body("has_more", equalTo(false));
            ann.get("/v1/users?online=false").body("data.user", contains(bob.user()));
            ann.get("/v1/users?prefix=" + bob.user()).body("data.user", contains(bob.user()));
            JsonPath first = ann.get("/v1/users?limit=1").extract().jsonPath();
            ann.get("/v1/users?limit=1&after=" + first.getString("next_cursor"))
                    .body("data.user", not(contains(first.getString("data[0].user"))))
                    .body("has_more", equalTo(false));
            laptop.send("{'type':'bye'}");
        }
        Awaitility.await().untilAsserted(() -> ann.get("/v1/presence/summary").body("online", equalTo(0)));
        ann.get("/v1/users?online=maybe").statusCode(400).body("errors[0].parameter", equalTo("online"));
        ann.get("/v1/users?prefix=a*").statusCode(400).body("errors[0].parameter", equalTo("prefix"));
        ann.get("/v1/users?after=a*").statusCode(400).body("errors[0].parameter", equalTo("after"));
    }

    @Test
    void shouldSumUpWhatBecameOfTheNotificationsOfOneTenant() {
        Verbs stranger = Verbs.ofNewTenant(keys);
        String id = id(ann.notify("Order", ""));
        ann.delete("/v1/notifications/" + id).statusCode(200);
        stranger.notify("Other", "");
        counters.flush().await().indefinitely();

        ann.get("/v1/stats")
                .statusCode(200)
                .body("accepted", equalTo(1))
                .body("ended.cancelled", equalTo(1))
                .body("reasons.by_app", equalTo(1))
                .body("series.accepted", hasItem(1));
        ann.get("/v1/stats?window=7d").body("accepted", equalTo(1));
        ann.get("/v1/stats?window=1m").statusCode(400).body("errors[0].parameter", equalTo("window"));
        ann.get("/v1/stats?window=8d").statusCode(400);
    }

    @Test
    void shouldListTheBuiltInChannelsAndTheNodes() {
        ann.get("/v1/channels").body("built_in.channel", contains("apns", "email", "fcm", "webpush"));
        ann.get("/v1/nodes").statusCode(403);
        keys.ensureDevelopmentKey(OPERATOR);
        RedisMeters.claimed("late", Duration.ofMinutes(7));
        JsonPath nodes = new Verbs(OPERATOR, RestAssured.port)
                .get("/v1/nodes")
                .body("data.size()", greaterThanOrEqualTo(1))
                .body(
                        "data.version",
                        everyItem(equalTo(ann.get("/v1/me").extract().path("version"))))
                .extract()
                .jsonPath();
        // As long: tests that move the clock let timers be late by months.
        assertTrue(nodes.getList("data.event_lag_ms", Long.class).stream().allMatch(lag -> lag >= 0));
        assertTrue(nodes.getList("data.timer_lag_ms", Long.class).stream().anyMatch(lag -> lag >= 420_000));
    }

    @Test
    void shouldReturnTheNewestEventsFirstAndThenOlderOnes() {
        Instant begin = clock.instant();
        id(ann.notify("First", ""));
        String second = id(bob.notify("Second", ""));

        JsonPath newest = events("?order=newest&limit=1&types=notification.accepted", 200)
                .body("data.data.notification", contains(second))
                .body("has_more", equalTo(true))
                .extract()
                .jsonPath();
        String older = newest.getString("next_cursor");
        events("?order=newest&types=notification.accepted&after=" + older, 200).body("data", hasSize(1));
        events("?order=newest&users=" + bob.user(), 200)
                .body("data.subject", everyItem(equalTo(bob.user())))
                .body("data.type", hasItems("notification.accepted"));
        events("?order=newest&since=" + begin.plus(Duration.ofHours(1)), 200).body("data", empty());
        events("?since=" + Instant.now().minusSeconds(60), 200).body("data.type", hasItem("notification.accepted"));
    }

    private ValidatableResponse search(String query) {
        return search(query, 200);
    }

    private ValidatableResponse search(String query, int status) {
        return ann.get("/v1/notifications" + query).statusCode(status);
    }

    private ValidatableResponse events(String query, int status) {
        return ann.get("/v1/events" + query).statusCode(status);
    }

    private ValidatableResponse inspect(String path, int status) {
        return given().port(RestAssured.port)
                .header("Authorization", "Bearer " + inspector)
                .get(path)
                .then()
                .statusCode(status);
    }

    private static String id(JsonPath sent) {
        return sent.getString("id");
    }
}
