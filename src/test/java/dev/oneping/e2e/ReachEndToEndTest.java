package dev.oneping.e2e;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.aMapWithSize;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.oneping.auth.Scope;
import dev.oneping.auth.key.ApiKeys;
import dev.oneping.model.TenantId;
import dev.oneping.testing.RedisServer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Reach predictions, and one-time availability requests. */
@Tag("service")
@QuarkusTest
@WithTestResource(RedisServer.class)
class ReachEndToEndTest {

    @Inject
    ApiKeys keys;

    private final TenantId tenant =
            new TenantId("r" + Long.toHexString(ThreadLocalRandom.current().nextLong()));
    private Verbs ann;
    private Verbs bob;
    private String presenceOnly = "";

    @BeforeEach
    void openAnAccount() {
        String key = key(Scope.ADMIN);
        presenceOnly = key(Scope.PRESENCE);
        ann = new Verbs(key, RestAssured.port);
        bob = new Verbs(key, RestAssured.port);
    }

    @Test
    void shouldTellTheAppWhichDeviceAndWhatWouldBecomeOfIt() {
        ann.put("/v1/users/" + ann.user() + "/devices/tablet", "{'platform':'android'}")
                .statusCode(201);
        ann.get(path("?priority=high"))
                .statusCode(200)
                .body("band", equalTo("later"))
                .body("would.decision", equalTo("hold"))
                .body("would.until", notNullValue());
        try (TestDevice laptop = ann.connect("laptop", Verbs.ACTIVE);
                TestDevice phone = ann.connect("phone", Verbs.LOCKED)) {
            ann.get(path("?priority=high"))
                    .statusCode(200)
                    .body("band", equalTo("now"))
                    .body("would.decision", equalTo("deliver"))
                    .body("targets.device", contains("laptop", "phone", "tablet"))
                    .body("targets[0].fate", equalTo("chosen"))
                    .body("targets[0].chance", greaterThan(0.7f))
                    .body("targets[0].expected_seconds", equalTo(15))
                    .body("targets", hasSize(3));
            ann.put("/v1/users/" + ann.user() + "/dnd", "{'until':'2999-01-01T00:00:00Z'}")
                    .statusCode(200);
            ann.get(path("?priority=normal"))
                    .body("would.decision", equalTo("hold"))
                    .body("band", equalTo("later"))
                    .body("targets.device", contains("laptop", "phone", "tablet"));
            assertEquals(1, laptop.count("welcome") + phone.count("notify"));
        }
        ann.get(path("?priority=urgent")).statusCode(400).body("errors[0].parameter", equalTo("priority"));
        ann.get(path("?category=" + "c".repeat(65))).statusCode(400).body("errors[0].parameter", equalTo("category"));
    }

    @Test
    void shouldTellThirdPartiesABandAloneAndNothingOfTheInvisible() {
        as(bob.token("phone")).statusCode(403);
        ann.put("/v1/presence/settings", "{'watching':'all'}").statusCode(200);
        try (TestDevice laptop = ann.connect("laptop", Verbs.ACTIVE)) {
            for (String third : List.of(bob.token("phone"), presenceOnly)) {
                as(third).statusCode(200).body("$", aMapWithSize(2)).body("band", equalTo("now"));
            }
            ann.put("/v1/users/" + ann.user() + "/preferences", "{'invisible':true}")
                    .statusCode(200);
            for (String third : List.of(bob.token("phone"), presenceOnly)) {
                String eve = given().header("Authorization", "Bearer " + third)
                        .get("/v1/users/eve/reachability")
                        .asString();
                assertEquals(eve.replace("eve", ann.user()), as(third).extract().asString(), "as one who never came");
            }
            ann.get(path("")).body("band", equalTo("now"));
            assertEquals(1, laptop.count("welcome"));
        }
    }

    @Test
    void shouldTellOnceWhenSomebodyIsThere() {
        String path = "/v1/users/" + ann.user() + "/availability";
        ann.post(path, "{}").statusCode(400).body("errors[0].pointer", equalTo("/expires_in"));
        ann.post(path, "{'attention':'away','kind':'Desk top','lasting':'2h','expires_in':'9d'}")
                .statusCode(400)
                .body("errors.pointer", contains("/attention", "/kind", "/lasting", "/expires_in"));
        String id = ann.post(path, "{'kind':'desktop','expires_in':'2h'}")
                .statusCode(201)
                .extract()
                .path("id");
        String other = ann.post(path, "{'kind':'phone','expires_in':'2h'}")
                .statusCode(201)
                .extract()
                .path("id");
        ann.get(path).body("data.id", contains(id, other));
        ann.delete(path + "/" + other).statusCode(204);
        ann.delete(path + "/" + other).statusCode(404);
        ann.delete(path + "/nothing").statusCode(404);

        try (TestDevice laptop = ann.connect("laptop", Verbs.ACTIVE)) {
            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> told().equals(List.of(id)));
            ann.get(path).body("data", hasSize(0));
            assertEquals(1, laptop.count("welcome"));
        }
    }

    private List<String> told() {
        return ann.get("/v1/events?limit=100&types=presence.available")
                .statusCode(200)
                .extract()
                .jsonPath()
                .getList("data.data.availability", String.class);
    }

    private ValidatableResponse as(String credential) {
        return given().header("Authorization", "Bearer " + credential)
                .get(path(""))
                .then();
    }

    private String path(String query) {
        return "/v1/users/" + ann.user() + "/reachability" + query;
    }

    private String key(Scope scope) {
        return keys.create(tenant, "reach", Set.of(scope))
                .await()
                .indefinitely()
                .key();
    }
}
