package dev.oneping.watch;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.oneping.auth.key.ApiKeys;
import dev.oneping.e2e.TestDevice;
import dev.oneping.e2e.Verbs;
import dev.oneping.testing.RedisServer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Presence queries and long polls by apps and by devices of other users. */
@Tag("service")
@QuarkusTest
@WithTestResource(RedisServer.class)
class WatchApiTest {

    @Inject
    ApiKeys keys;

    private Verbs ann;
    private Verbs bob;

    @BeforeEach
    void openAnAccount() {
        ann = Verbs.ofNewTenant(keys);
        bob = ann.another();
    }

    @Test
    void shouldReturnUsersInOrderFollowedByTheGroup() {
        ann.put("/v1/groups/ops", "{'members':['eve','%s','zoe']}".formatted(ann.user()))
                .statusCode(201);
        try (TestDevice laptop = ann.connect("laptop", Verbs.ACTIVE)) {
            ann.post("/v1/presence/query", "{'users':['zoe','%s'],'group':'ops'}".formatted(ann.user()))
                    .statusCode(200)
                    .body("data.user", contains("zoe", ann.user(), "eve"))
                    .body("data.online", contains(false, true, false))
                    .body("data[1].attention", equalTo("active"))
                    .body("data[0].attention", equalTo("unknown"))
                    .body("data[0].since", nullValue())
                    .body("data[1].keySet()", hasSize(4));
            assertEquals(1, laptop.count("welcome"));
        }
    }

    @Test
    void shouldRejectInvalidQueriesWithTheFieldName() {
        refused("{}", "/users");
        refused("{'users':[]}", "/users");
        refused("{'users':[null]}", "/users/0");
        refused("{'users':['an n']}", "/users/0");
        refused("{'user':['ann']}", "/user");
        String many = IntStream.range(0, 1001).mapToObj(i -> "'u" + i + "'").collect(Collectors.joining(","));
        refused("{'users':[" + many + "]}", "/users");
        ann.post("/v1/presence/query", "{'group':'none'}").statusCode(404);
        ann.put("/v1/presence/settings", "{}").statusCode(400).body("errors[0].pointer", equalTo("/watching"));
        ann.put("/v1/presence/settings", "{'watching':'some'}")
                .statusCode(400)
                .body("errors[0].pointer", equalTo("/watching"));
    }

    @Test
    void shouldShowPresenceToOthersOnlyAsTheTenantAllows() {
        ann.get("/v1/presence/settings").statusCode(200).body("watching", equalTo("nobody"));
        ask(bob, ann).then().statusCode(403).body("detail", containsString("/v1/presence/settings"));

        ann.put("/v1/presence/settings", "{'watching':'same_group'}").statusCode(200);
        ask(bob, ann)
                .then()
                .statusCode(403)
                .body("detail", containsString(ann.user()))
                .body("detail", containsString("share a group"));
        ask(bob, bob).then().statusCode(200);
        ann.put("/v1/groups/ops", "{'members':['%s','%s']}".formatted(ann.user(), bob.user()))
                .statusCode(201);
        ask(bob, ann).then().statusCode(200).body("data.user", contains(ann.user()));
        device(bob)
                .body("{\"group\":\"others\"}")
                .post("/v1/presence/query")
                .then()
                .statusCode(403);

        ann.put("/v1/presence/settings", "{'watching':'all'}").statusCode(200);
        device(bob)
                .body("{\"users\":[\"eve\"]}")
                .post("/v1/presence/query")
                .then()
                .statusCode(200)
                .body("data[0].online", equalTo(false));
        device(bob).get("/v1/users/" + ann.user() + "/presence").then().statusCode(403);
        device(bob).get("/v1/presence/settings").then().statusCode(403);
    }

    @Test
    void shouldShowAnInvisibleUserAsOffline() {
        ann.put("/v1/presence/settings", "{'watching':'all'}").statusCode(200);
        try (TestDevice laptop = ann.connect("laptop", Verbs.ACTIVE)) {
            String path = "/v1/users/" + ann.user() + "/preferences";
            ask(bob, ann).then().body("data[0].online", equalTo(true));
            ann.put(path, "{'invisible':true}").statusCode(200);

            String eve = device(bob)
                    .body("{\"users\":[\"eve\"]}")
                    .post("/v1/presence/query")
                    .asString();
            String invisible = ask(bob, ann).asString();

            assertEquals(
                    eve.replace("eve", ann.user()),
                    invisible.replaceFirst(",\"since\":\"[^\"]*\"", ""),
                    "the same but for when it was seen last");
            assertEquals(1, laptop.count("welcome"));
        }
    }

    @Test
    void shouldAnswer304IfUnchangedAndHoldAWaitingRequest() throws Exception {
        String path = "/v1/users/" + ann.user() + "/presence";
        Response first = as(ann).get(path);
        String tag = first.header("ETag");
        as(ann).header("If-None-Match", tag)
                .get(path)
                .then()
                .statusCode(304)
                .header("ETag", equalTo(tag))
                .header("Preference-Applied", nullValue());
        as(ann).header("If-None-Match", tag)
                .header("Prefer", "wait=0")
                .get(path)
                .then()
                .statusCode(304)
                .header("Preference-Applied", equalTo("wait=0"));

        CompletableFuture<Response> held = CompletableFuture.supplyAsync(() -> as(ann).header("If-None-Match", tag)
                .header("Prefer", "wait=300")
                .get(path));
        ann.put("/v1/users/" + ann.user() + "/preferences", "{'invisible':true}")
                .statusCode(200);

        Response news = held.get();
        news.then()
                .statusCode(200)
                .header("Preference-Applied", equalTo("wait=55"))
                .body("invisible", equalTo(true));
        assertNotEquals(tag, news.header("ETag"));
    }

    private void refused(String body, String pointer) {
        ann.post("/v1/presence/query", body).statusCode(400).body("errors[0].pointer", equalTo(pointer));
    }

    private static Response ask(Verbs asker, Verbs asked) {
        return device(asker).body("{\"users\":[\"" + asked.user() + "\"]}").post("/v1/presence/query");
    }

    private static RequestSpecification device(Verbs person) {
        return given().header("Authorization", "Bearer " + person.token("phone"))
                .contentType("application/json");
    }

    private static RequestSpecification as(Verbs app) {
        return given().header("Authorization", "Bearer " + app.key());
    }
}
