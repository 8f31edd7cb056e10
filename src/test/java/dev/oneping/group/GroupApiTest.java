package dev.oneping.group;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import dev.oneping.auth.key.ApiKeys;
import dev.oneping.e2e.Verbs;
import dev.oneping.testing.RedisServer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The API of groups and topics. */
@Tag("service")
@QuarkusTest
@WithTestResource(RedisServer.class)
class GroupApiTest {

    @Inject
    ApiKeys keys;

    private String key = "";
    private Verbs app;

    @BeforeEach
    void login() {
        app = Verbs.ofNewTenant(keys);
        key = app.key();
    }

    @Test
    void shouldMakeReadChangeAndRemoveAGroup() {
        String first = app.put("/v1/groups/ops", "{'members':['ann','bob']}")
                .statusCode(201)
                .body("members", contains("ann", "bob"))
                .extract()
                .header("ETag");
        as("If-None-Match", first).get("/v1/groups/ops").then().statusCode(304);
        String second = as("If-Match", first)
                .body("{\"members\":[\"bob\"]}")
                .put("/v1/groups/ops")
                .then()
                .statusCode(200)
                .extract()
                .header("ETag");
        as("If-Match", first)
                .body("{\"members\":[\"eve\"]}")
                .put("/v1/groups/ops")
                .then()
                .statusCode(412)
                .body("code", equalTo("precondition-failed"));
        as("If-None-Match", "*")
                .body("{\"members\":[\"eve\"]}")
                .put("/v1/groups/ops")
                .then()
                .statusCode(412);
        app.get("/v1/groups/ops")
                .statusCode(200)
                .header("ETag", equalTo(second))
                .body("members", contains("bob"));
        as("If-None-Match", "*").get("/v1/groups/ops").then().statusCode(304);
        as("If-None-Match", first + ", W/" + second)
                .get("/v1/groups/ops")
                .then()
                .statusCode(304);
        as("If-None-Match", first).get("/v1/groups/ops").then().statusCode(200);
        as("If-Match", first).delete("/v1/groups/ops").then().statusCode(412);
        as("If-Match", first + ", \"1\"").delete("/v1/groups/ops").then().statusCode(412);
        as("If-Match", "latest")
                .delete("/v1/groups/ops")
                .then()
                .statusCode(400)
                .body("errors[0].parameter", equalTo("If-Match"));
        for (String current : new String[] {"*", "W/" + second, first + "," + second}) {
            as("If-Match", current)
                    .body("{\"members\":[\"bob\"]}")
                    .put("/v1/groups/none")
                    .then()
                    .statusCode(412);
        }
        as("If-Match", "*")
                .body("{\"members\":[\"bob\"]}")
                .put("/v1/groups/ops")
                .then()
                .statusCode(200);
        app.delete("/v1/groups/ops").statusCode(204);
        app.delete("/v1/groups/ops").statusCode(404);
        app.get("/v1/groups/ops").statusCode(404).body("detail", equalTo("There is no group 'ops'."));
    }

    @Test
    void shouldListGroupsPageByPage() {
        for (String name : new String[] {"c", "a", "b"}) {
            app.put("/v1/groups/" + name, "{'members':['ann']}").statusCode(201);
        }
        app.get("/v1/groups?limit=2")
                .body("data", contains("a", "b"))
                .body("has_more", equalTo(true))
                .body("next_cursor", equalTo("b"));
        app.get("/v1/groups?limit=2&after=b")
                .body("data", contains("c"))
                .body("has_more", equalTo(false))
                .body("next_cursor", nullValue());
        app.get("/v1/groups?limit=0").statusCode(400).body("errors[0].parameter", equalTo("limit"));
        app.get("/v1/groups?after=no:cursor").statusCode(400).body("errors[0].parameter", equalTo("after"));
    }

    @Test
    void shouldNameWhatIsWrongWithMembers() {
        refused("{}", "/members");
        refused("{'members':[]}", "/members");
        refused("{'members':['ann','ann']}", "/members/1");
        refused("{'members':['an n']}", "/members/0");
        refused("{'members':[null]}", "/members/0");
        refused("{'member':['ann']}", "/member");
        String many = IntStream.range(0, 501).mapToObj(i -> "'u" + i + "'").collect(Collectors.joining(","));
        app.put("/v1/groups/ops", "{'members':[" + many + "]}")
                .statusCode(400)
                .body("detail", containsString("500 users at most"));
    }

    @Test
    void shouldKeepTheSubscribersOfATopic() {
        app.put("/v1/topics/news/subscribers/ann", "").statusCode(201).body("user", equalTo("ann"));
        app.put("/v1/topics/news/subscribers/ann", "").statusCode(200);
        app.put("/v1/topics/news/subscribers", "{'users':['eve','bob','ann']}")
                .statusCode(200)
                .body("added", equalTo(2))
                .body("total", equalTo(3));
        app.get("/v1/topics/news/subscribers?limit=2")
                .body("data", contains("ann", "bob"))
                .body("next_cursor", equalTo("bob"));
        app.get("/v1/topics").body("data", contains("news"));
        app.get("/v1/topics/news/subscribers/bob").statusCode(200);
        app.delete("/v1/topics/news/subscribers/bob").statusCode(204);
        app.delete("/v1/topics/news/subscribers/bob").statusCode(404);
        app.get("/v1/topics/news/subscribers/bob").statusCode(404);
        app.delete("/v1/topics/news/subscribers").statusCode(204);
        app.delete("/v1/topics/news/subscribers").statusCode(404);
        app.put("/v1/topics/news/subscribers", "{'users':['eve','eve']}")
                .statusCode(400)
                .body("errors[0].pointer", equalTo("/users/1"));
    }

    private void refused(String body, String pointer) {
        app.put("/v1/groups/ops", body).statusCode(400).body("errors[0].pointer", equalTo(pointer));
    }

    private RequestSpecification as(String header, String value) {
        return given().header("Authorization", "Bearer " + key)
                .header(header, value)
                .contentType(ContentType.JSON);
    }
}
