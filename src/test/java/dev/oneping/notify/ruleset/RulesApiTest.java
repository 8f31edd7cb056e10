package dev.oneping.notify.ruleset;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import dev.oneping.auth.key.ApiKeys;
import dev.oneping.e2e.Verbs;
import dev.oneping.testing.RedisServer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The API of rules: try, publish, explain, and restore. */
@Tag("service")
@QuarkusTest
@WithTestResource(RedisServer.class)
class RulesApiTest {

    private static final String SILENT = """
            language: 1
            name: silent
            facts: {paid: bool}
            opt_out:
              - rule: nothing_at_all
                when: app.paid
                then: suppress
            collapse:
              - rule: same_kind
                when: notification.category == "build"
                key: notification.category
            policies: {default: {ring: []}}
            otherwise: hold
            """;

    @Inject
    ApiKeys keys;

    private String key;
    private Verbs ann;

    @BeforeEach
    void meet() {
        ann = Verbs.ofNewTenant(keys);
        key = ann.key();
    }

    @Test
    void shouldDecideByTheTenantsOwnRulesAtOnce() {
        yaml(SILENT)
                .put("/v1/rules")
                .then()
                .statusCode(200)
                .body("number", equalTo(1))
                .body("source", equalTo("tenant"));

        String id = ann.notify("Order", ",'facts':{'paid':true}").getString("id");

        ann.get("/v1/notifications/" + id)
                .body("state", equalTo("suppressed"))
                .body("reason", equalTo("nothing_at_all"));
        ann.get("/v1/notifications/" + id + "/trace")
                .body("lines[0].explanation.rules", startsWith("silent@"))
                .body("lines[0].explanation.facts.fact", hasItem("app.paid"));
    }

    @Test
    void shouldRenderTheTraceAsText() {
        String id = ann.notify("Order", "").getString("id");

        as("text/plain")
                .get("/v1/notifications/" + id + "/trace")
                .then()
                .statusCode(200)
                .contentType("text/plain")
                .body(containsString("accepted -> notification.held"))
                .body(containsString("candidates   no_device_online"))
                .body(containsString("user.dnd false"));
    }

    @Test
    void shouldSayWhatWouldBeDecidedAndLeaveNoTrace() {
        ann.post("/v1/notify?dry_run=true", "{'to':{'user':'%s'},'title':'Lunch?'}".formatted(ann.user()))
                .statusCode(200)
                .body("dry_run", equalTo(true))
                .body("decision", startsWith("hold because of no_device_online until "))
                .body("explanation.rules", startsWith("default@"))
                .body("told", hasItem(startsWith("quiet ")));

        ann.get("/v1/users/" + ann.user() + "/presence").body("devices", hasSize(0));
        ann.get("/v1/events?types=notification.*&wait=0").body("data", hasSize(0));
    }

    @Test
    void shouldNameTheRulesThatADryRunDependsOn() {
        yaml(SILENT).put("/v1/rules").then().statusCode(200);

        ann.post(
                        "/v1/notify?dry_run=true",
                        "{'to':{'user':'%s'},'title':'Lunch?','facts':{'paid':true}}".formatted(ann.user()))
                .body("decision", equalTo("suppress because of nothing_at_all"))
                .body("changes[0].without", equalTo("nothing_at_all"))
                .body("changes[0].instead", startsWith("hold because of no_device_online"));
    }

    @Test
    void shouldTakeTheKeyOfTheRulesToReplaceInPlace() {
        yaml(SILENT).put("/v1/rules").then().statusCode(200);

        String older = ann.notify("Build 1", ",'category':'build'").getString("id");
        ann.notify("Build 2", ",'category':'build'");

        ann.get("/v1/notifications/" + older)
                .body("state", equalTo("cancelled"))
                .body("reason", equalTo("replaced"));
    }

    @Test
    void shouldRefuseInvalidRulesWithAllErrorsAndKeepTheOld() {
        String bad = SILENT.replace("then: suppress", "then: supress").replace("app.paid", "app.payed");

        yaml(bad)
                .put("/v1/rules")
                .then()
                .statusCode(400)
                .body("errors", hasSize(2))
                .body(
                        "errors[0].detail",
                        equalTo("rules.yaml:6:11: unknown name 'app.payed'; did you mean 'app.paid'?"));
        yaml(bad)
                .post("/v1/rules/validate")
                .then()
                .statusCode(200)
                .body("valid", equalTo(false))
                .body("problems[1].line", equalTo(7))
                .body("problems[1].hint", equalTo("did you mean 'suppress'?"));
        ann.get("/v1/rules").body("source", equalTo("common")).body("version", startsWith("default@"));
    }

    @Test
    void shouldSayThatRulesAreYaml() {
        given().header("Authorization", "Bearer " + key)
                .contentType("application/json")
                .body("{}")
                .put("/v1/rules")
                .then()
                .statusCode(415)
                .header("Accept-Post", equalTo("application/yaml"))
                .body("detail", equalTo("The body must be application/yaml, not application/json."));
    }

    @Test
    void shouldKeepDiffAndRestoreVersions() {
        yaml(SILENT).put("/v1/rules").then().statusCode(200);
        String version = yaml(SILENT.replace("hold", "suppress"))
                .put("/v1/rules")
                .then()
                .statusCode(200)
                .extract()
                .path("version");

        as("text/plain")
                .get("/v1/rules/diff?from=1&to=2")
                .then()
                .body(containsString("-otherwise: hold\n+otherwise: suppress\n"));
        yaml(SILENT).header("If-Match", "\"other@1\"").put("/v1/rules").then().statusCode(412);
        String tag = '"' + version + '"';
        for (String known : List.of(tag, "W/" + tag, "\"other@1\", " + tag, "*")) {
            given().header("Authorization", "Bearer " + key)
                    .header("If-None-Match", known)
                    .get("/v1/rules")
                    .then()
                    .statusCode(304);
        }
        yaml(SILENT)
                .header("If-Match", "\"other@1\", W/" + tag)
                .put("/v1/rules")
                .then()
                .statusCode(200);
        ann.post("/v1/rules/versions/2/restore", "")
                .statusCode(200)
                .body("number", equalTo(4))
                .body("restored", equalTo(2));
        ann.get("/v1/rules/versions").body("data", hasSize(4)).body("data[0].restored", equalTo(2));
        ann.get("/v1/rules").body("text", containsString("otherwise: suppress"));

        given().header("Authorization", "Bearer " + key)
                .delete("/v1/rules")
                .then()
                .statusCode(204);
        ann.get("/v1/rules").body("source", equalTo("common"));
        ann.get("/v1/rules/versions/9").statusCode(404);
        ann.get("/v1/rules/versions").body("data", hasSize(4)).body("data.version", not(hasItem("default")));
    }

    private RequestSpecification yaml(String text) {
        return given().header("Authorization", "Bearer " + key)
                .contentType("application/yaml")
                .body(text.getBytes(StandardCharsets.UTF_8));
    }

    private RequestSpecification as(String type) {
        return given().header("Authorization", "Bearer " + key).accept(type);
    }
}
