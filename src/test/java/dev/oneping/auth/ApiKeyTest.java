package dev.oneping.auth;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.oneping.model.TenantId;
import dev.oneping.redis.RedisPipeline;
import dev.oneping.testing.RedisServer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.vertx.redis.client.Command;
import jakarta.inject.Inject;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(RedisServer.class)
class ApiKeyTest {

    @Inject
    ApiKeys keys;

    @Inject
    RedisPipeline redis;

    @BeforeEach
    void giveTheDeveloperAKey() {
        keys.ensureDevelopmentKey(Keys.DEVELOPMENT).await().indefinitely();
    }

    @Test
    void shouldLetInAKeyThatADeveloperChose() {
        Keys.with(Keys.DEVELOPMENT).get("/guarded/app").then().statusCode(200).body(equalTo("default"));
    }

    @Test
    void shouldRefuseAShortDevelopmentKey() {
        assertThrows(IllegalArgumentException.class, () -> keys.ensureDevelopmentKey("too short"));
    }

    @Test
    void shouldShowAKeyOnce() {
        // When
        Response issued = Keys.with(Keys.DEVELOPMENT)
                .body("{\"name\":\"shop\",\"scopes\":[\"tokens\",\"notify\"]}")
                .post("/v1/api-keys");
        // Then
        String text = issued.then()
                .statusCode(201)
                .body("key", matchesPattern("opk_[0-9a-f]{16}_[0-9a-f]{40}"))
                .body("scopes", contains("notify", "tokens"))
                .body("created_at", matchesPattern(".*Z"))
                .extract()
                .path("key");
        Keys.with(Keys.DEVELOPMENT)
                .get("/v1/api-keys")
                .then()
                .statusCode(200)
                .body("data.id", hasItem(issued.<String>path("id")))
                .body("has_more", equalTo(false))
                .body(not(containsString(text)));
        String stored = redis.command(Command.GET, "auth:key:" + issued.path("id"))
                .await()
                .indefinitely()
                .text();
        assertFalse(stored.contains(text.substring(21)), "only a hash may be stored");
    }

    @Test
    void shouldNameTheMissingScope() {
        String key = Keys.withScopes("presence", "tokens");
        Keys.with(key)
                .get("/guarded/app")
                .then()
                .statusCode(403)
                .contentType("application/problem+json")
                .body("code", equalTo("forbidden"))
                .body("detail", equalTo("This needs an API key with the scope 'notify'."));
        Keys.with(key).get("/v1/api-keys").then().statusCode(403).body("detail", containsString("'admin'"));
        Keys.with(key).get("/guarded/device").then().statusCode(403).body("detail", containsString("device token"));
    }

    @Test
    void shouldAllowExactlyTheScopesOfTheKey() {
        Keys.with(Keys.withScopes("notify")).get("/guarded/app").then().statusCode(200);
        Keys.with(Keys.withScopes("notify"))
                .get("/guarded/either")
                .then()
                .statusCode(200)
                .body(equalTo("AppCaller"));
    }

    @Test
    void shouldLetNobodyIntoAMethodThatForgotItsGuard() {
        Keys.with(Keys.DEVELOPMENT)
                .get("/guarded/forgotten")
                .then()
                .statusCode(403)
                .body("code", equalTo("forbidden"));
        given().get("/guarded/forgotten").then().statusCode(401);
    }

    @Test
    void shouldAskForACredential() {
        given().get("/guarded/app")
                .then()
                .statusCode(401)
                .contentType("application/problem+json")
                .header("WWW-Authenticate", equalTo("Bearer"))
                .header("Request-Id", matchesPattern("req_.+"))
                .body("code", equalTo("unauthenticated"));
        given().header("Authorization", "Basic YTpi").get("/guarded/app").then().statusCode(401);
    }

    @Test
    void shouldRefuseAnUnknownKeyAndARightIdWithAWrongSecret() {
        String key = Keys.withScopes("notify");
        for (String wrong : new String[] {"opk_nonsense", key.substring(0, key.length() - 1) + "x", flipLast(key)}) {
            Keys.with(wrong)
                    .get("/guarded/app")
                    .then()
                    .statusCode(401)
                    .header("WWW-Authenticate", equalTo("Bearer"))
                    .body("code", equalTo("invalid-credential"))
                    .body(not(containsString(wrong)));
        }
    }

    private static String flipLast(String key) {
        char last = key.charAt(key.length() - 1);
        return key.substring(0, key.length() - 1) + (last == '0' ? '1' : '0');
    }

    @Test
    void shouldForgetAKeyThatWasTakenBack() {
        // Given
        Response issued =
                Keys.with(Keys.DEVELOPMENT).body("{\"scopes\":[\"notify\"]}").post("/v1/api-keys");
        String key = issued.path("key");
        Keys.with(key).get("/guarded/app").then().statusCode(200);
        // When
        Keys.with(Keys.DEVELOPMENT)
                .delete("/v1/api-keys/" + issued.path("id"))
                .then()
                .statusCode(204);
        // Then
        Keys.with(key).get("/guarded/app").then().statusCode(401);
        Keys.with(Keys.DEVELOPMENT)
                .delete("/v1/api-keys/" + issued.path("id"))
                .then()
                .statusCode(404);
    }

    @Test
    void shouldNotTellOneTenantOfAnothersKeys() {
        // Given
        TenantId other = new TenantId("other");
        ApiKeys.Issued issued =
                keys.issue(other, null, Set.of(Scope.ADMIN)).await().indefinitely();
        // When
        Keys.with(Keys.DEVELOPMENT)
                .delete("/v1/api-keys/" + issued.key().id())
                .then()
                .statusCode(404);
        // Then
        Keys.with(issued.text().value())
                .get("/guarded/app")
                .then()
                .statusCode(200)
                .body(equalTo("other"));
    }

    @Test
    void shouldRefuseAKeyWithoutScopesOrWithUnknownOnes() {
        Keys.with(Keys.DEVELOPMENT)
                .body("{\"scopes\":[]}")
                .post("/v1/api-keys")
                .then()
                .statusCode(400)
                .body("errors[0].pointer", equalTo("/scopes"))
                .body("errors[0].code", equalTo("required"));
        Keys.with(Keys.DEVELOPMENT)
                .body("{\"scopes\":[\"everything\"]}")
                .post("/v1/api-keys")
                .then()
                .statusCode(400)
                .body("errors[0].pointer", equalTo("/scopes/0"))
                .body("detail", containsString("one of notify, presence"));
    }

    @Test
    void shouldPrintNoSecret() {
        assertEquals("[REDACTED]", KeyText.create().toString());
    }
}
