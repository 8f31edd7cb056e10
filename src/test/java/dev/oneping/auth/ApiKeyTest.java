package dev.oneping.auth;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.oneping.auth.key.ApiKeys;
import dev.oneping.model.TenantId;
import dev.oneping.problem.Problem;
import dev.oneping.problem.ProblemType;
import dev.oneping.redis.RedisPipeline;
import dev.oneping.testing.RedisServer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import jakarta.inject.Inject;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("service")
@QuarkusTest
@WithTestResource(RedisServer.class)
class ApiKeyTest {

    @Inject
    ApiKeys keys;

    @Inject
    AuthConfig config;

    @Inject
    RedisPipeline redis;

    @BeforeEach
    void giveTheDeveloperAKey() {
        keys.ensureDevelopmentKey(Keys.DEVELOPMENT);
    }

    @Test
    void shouldLetInAKeyThatADeveloperChose() {
        Keys.with(Keys.DEVELOPMENT).get("/guarded/app").then().statusCode(200).body(equalTo("default"));
    }

    @Test
    void shouldReportRemainingQuotaInEachResponse() {
        Keys.with(Keys.DEVELOPMENT)
                .get("/guarded/app")
                .then()
                .header("RateLimit-Policy", equalTo("\"key\";q=40000;w=2"))
                .header("RateLimit", matchesPattern("\"key\";r=\\d+;t=1"));
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
                .body("key", matchesPattern("opk_[A-Za-z0-9_-]{32}"))
                .body("scopes", containsInAnyOrder("notify", "tokens"))
                .body("created_at", matchesPattern(".*Z"))
                .extract()
                .path("key");
        Keys.with(Keys.DEVELOPMENT)
                .get("/v1/api-keys")
                .then()
                .statusCode(200)
                .body("data.id", hasItem(issued.<String>path("id")))
                .body(not(containsString(text)));
        long readable = redis.command(Command.EXISTS, "oneping:apikey:" + text)
                .await()
                .indefinitely()
                .number();
        assertEquals(0, readable, "only a hash may be stored");
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
                .body("detail", equalTo("An API key with the scope 'notify' is required."));
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
                .body(equalTo("App"));
    }

    @Test
    void shouldDenyAllCallersOfMethodWithoutRoles() {
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
    void shouldRejectRevokedKey() {
        // Given
        Response issued = Keys.with(Keys.DEVELOPMENT)
                .body("{\"name\":\"test\",\"scopes\":[\"notify\"]}")
                .post("/v1/api-keys");
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
        ApiKeys.NewKey issued =
                keys.create(other, "test", Set.of(Scope.ADMIN)).await().indefinitely();
        // When
        Keys.with(Keys.DEVELOPMENT).delete("/v1/api-keys/" + issued.id()).then().statusCode(404);
        // Then
        Keys.with(issued.key()).get("/guarded/app").then().statusCode(200).body(equalTo("other"));
    }

    @Test
    void shouldRefuseAKeyWithoutScopesOrWithUnknownOnes() {
        Keys.with(Keys.DEVELOPMENT)
                .body("{\"name\":\"test\",\"scopes\":[]}")
                .post("/v1/api-keys")
                .then()
                .statusCode(400)
                .body("errors[0].pointer", equalTo("/scopes"))
                .body("errors[0].code", equalTo("required"));
        Keys.with(Keys.DEVELOPMENT)
                .body("{\"name\":\"test\",\"scopes\":[\"everything\"]}")
                .post("/v1/api-keys")
                .then()
                .statusCode(400)
                .body("errors[0].pointer", equalTo("/scopes/0"))
                .body("detail", containsString("one of notify, presence"));
    }

    @Test
    void shouldRevokePreviousDevelopmentKey() {
        // Given
        keys.ensureDevelopmentKey("the key of yesterday");
        // When
        keys.ensureDevelopmentKey(Keys.DEVELOPMENT);
        // Then
        Keys.with("the key of yesterday").get("/guarded/app").then().statusCode(401);
        Keys.with(Keys.DEVELOPMENT).get("/guarded/app").then().statusCode(200);
    }

    @Test
    void shouldRefuseMoreKeysThanATenantMayHaveAlsoInParallel() {
        // Given
        TenantId greedy =
                new TenantId("t" + Long.toHexString(ThreadLocalRandom.current().nextLong()));
        int most = config.maxKeys();
        // When
        List<ProblemType> refusals = Uni.join()
                .all(IntStream.range(0, most + 10)
                        .mapToObj(i -> keys.create(greedy, "test", Set.of(Scope.NOTIFY))
                                .replaceWith(Optional.<ProblemType>empty())
                                .onFailure(Problem.class)
                                .recoverWithItem(failure -> Optional.of(((Problem) failure).type())))
                        .toList())
                .andFailFast()
                .await()
                .indefinitely()
                .stream()
                .flatMap(Optional::stream)
                .toList();
        // Then
        assertEquals(Collections.nCopies(10, ProblemType.LIMIT_REACHED), refusals);
        assertEquals(most, keys.list(greedy).await().indefinitely().size());
    }

    @Test
    void shouldPrintNoSecret() {
        ApiKeys.NewKey key = keys.create(new TenantId("quiet"), "test", Set.of(Scope.ADMIN))
                .await()
                .indefinitely();
        assertFalse(key.toString().contains(key.key()));
    }
}
