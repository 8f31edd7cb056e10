package dev.oneping.feed;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.oneping.auth.key.ApiKeys;
import dev.oneping.e2e.Verbs;
import dev.oneping.testing.RedisServer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a feed begins: with the oldest event, from now on, or at a time. */
@Tag("service")
@QuarkusTest
@WithTestResource(RedisServer.class)
class FeedStartTest {

    @Inject
    ApiKeys keys;

    private Verbs ann;

    @BeforeEach
    void meet() {
        ann = Verbs.ofNewTenant(keys);
    }

    @Test
    void shouldReadOnlyWhatHappensAfterwardsFromLatest() {
        ann.notify("Before", "");
        String cursor = read("latest").getString("next_cursor");
        assertEquals(List.of(), read(cursor).getList("data"));

        String id = ann.notify("After", "").getString("id");

        assertEquals(
                List.of(id, id),
                read(cursor).getList("data.data.notification", String.class).stream()
                        .limit(2)
                        .toList());
    }

    @Test
    void shouldReadFromATimeOn() {
        String first = ann.notify("First", "").getString("id");
        Instant written = Instant.parse(read("").getString("data[-1].time"));

        String second = ann.notify("Second", "").getString("id");

        given().auth()
                .oauth2(ann.key())
                .queryParam("after", written.plusMillis(1).toString())
                .get("/v1/events")
                .then()
                .statusCode(200)
                .body("data.data.notification", hasItem(second))
                .body("data.data.notification.findAll { it == '" + first + "' }.size()", equalTo(0));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+999999999-12-31T23:59:59Z",
                "-999999999-01-01T00:00:00Z",
                "+10000-01-01T00:00:00Z",
                "2026-11-23",
                "AoCbrdkG__________9_AAEA"
            })
    void shouldRejectWhatIsNeitherATimeNorACursor(String after) {
        given().auth()
                .oauth2(ann.key())
                .queryParam("after", after)
                .get("/v1/events")
                .then()
                .statusCode(400)
                .body("errors[0].parameter", equalTo("after"));
    }

    @Test
    void shouldNameEveryFormThatItTakes() {
        given().auth()
                .oauth2(ann.key())
                .queryParam("after", "yesterday")
                .get("/v1/events")
                .then()
                .statusCode(400)
                .body("errors[0].parameter", equalTo("after"))
                .body("errors[0].detail", containsString("latest"));
    }

    private JsonPath read(String after) {
        return given().auth()
                .oauth2(ann.key())
                .queryParam("after", after)
                .get("/v1/events")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }
}
