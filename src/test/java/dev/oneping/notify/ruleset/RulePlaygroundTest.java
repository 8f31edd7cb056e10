package dev.oneping.notify.ruleset;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.not;

import dev.oneping.auth.key.ApiKeys;
import dev.oneping.e2e.Verbs;
import dev.oneping.testing.RedisServer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Rules tried on cases: the decision, its reasons, and the words that editors complete. */
@Tag("service")
@QuarkusTest
@WithTestResource(RedisServer.class)
class RulePlaygroundTest {

    private static final String EVENING = "2026-03-14T23:30:00+01:00";

    private static final Map<String, Object> ASLEEP = Map.of(
            "now", EVENING,
            "user", Map.of("zone", "Europe/Berlin", "quiet_hours", "22:00-07:00"),
            "devices", Map.of("laptop", Map.of("attention", "active", "idle", "5s")));

    @Inject
    ApiKeys keys;

    private String key;

    @BeforeEach
    void meet() {
        key = Verbs.ofNewTenant(keys).key();
    }

    @Test
    void shouldExplainTheDecisionOfTheActiveRulesOnACase() {
        post("/v1/rules/explain", Map.of("case", ASLEEP))
                .statusCode(200)
                .body("outcome.hold", equalTo("quiet_hours"))
                .body("decision", containsString("quiet_hours"))
                .body("explanation.stages.stage", hasItem("quiet"))
                .body("depends_on.without", hasItem("quiet_hours"));
    }

    @Test
    void shouldExplainTheDecisionOfRulesThatAreNotPublished() {
        String open = "language: 1\nname: open\npolicies: {default: {ring: [high]}}\notherwise: hold\n";

        post("/v1/rules/explain", Map.of("rules", open, "case", ASLEEP))
                .statusCode(200)
                .body("outcome.deliver", equalTo("laptop"))
                .body("explanation.rules", containsString("open@"));
        get("/v1/rules").body("source", equalTo("common"));
    }

    @Test
    void shouldRefuseACaseThatIsNoneAndNameTheField() {
        post("/v1/rules/explain", Map.of("case", Map.of("now", "noon")))
                .statusCode(400)
                .body("errors.pointer", hasItem("/case"))
                .body("errors.detail", hasItem(containsString("noon")));
        post("/v1/rules/explain", Map.of()).statusCode(400);
        post("/v1/rules/explain", Map.of("rules", "language: 7", "case", ASLEEP))
                .statusCode(400);
    }

    @Test
    void shouldRunACaseFileAndListWhatNoCaseDependsOn() {
        String cases = """
                cases:
                  - case: held at night
                    now: %1$s
                    user: {zone: Europe/Berlin, quiet_hours: 22:00-07:00}
                    devices: {laptop: {attention: active, idle: 5s}}
                    expect: {hold: quiet_hours}
                  - case: wrong
                    now: %1$s
                    devices: {laptop: {attention: active, idle: 5s}}
                    expect: {suppress: never}
                """.formatted(EVENING);

        post("/v1/rules/test", Map.of("cases", cases))
                .statusCode(200)
                .body("passed", equalTo(false))
                .body("results[0].differences", empty())
                .body("results[1].line", equalTo(7))
                .body("results[1].differences", not(empty()))
                .body("uncovered", hasItem("do_not_disturb"));
        post("/v1/rules/test", Map.of("cases", "cases: 1")).statusCode(400);
    }

    @Test
    void shouldServeTheSchemaAndTheVocabularyToEditors() {
        get("/v1/rules/schema").statusCode(200).body("properties.language", not(equalTo(null)));
        get("/v1/rules/vocabulary")
                .statusCode(200)
                .body("facts.name", hasItems("device.attention", "user.in_quiet_hours"))
                .body("constants.find { it.type == 'priority' }.values", hasItems("low", "critical"));
    }

    @Test
    void shouldSayWhatACredentialIsAndPermits() {
        get("/v1/me").statusCode(200).body("scopes", hasItem("admin")).body("key", not(equalTo(null)));
        String token = post("/v1/tokens", Map.of("user", "ann", "device", "laptop"))
                .extract()
                .path("token");
        given().auth()
                .oauth2(token)
                .get("/v1/me")
                .then()
                .statusCode(200)
                .body("user", equalTo("ann"))
                .body("device", equalTo("laptop"))
                .body("scopes", empty());
        given().get("/v1/me").then().statusCode(401);
    }

    private ValidatableResponse post(String path, Map<String, ?> body) {
        return given().auth()
                .oauth2(key)
                .contentType("application/json")
                .body(body)
                .post(path)
                .then();
    }

    private ValidatableResponse get(String path) {
        return given().auth().oauth2(key).get(path).then();
    }
}
