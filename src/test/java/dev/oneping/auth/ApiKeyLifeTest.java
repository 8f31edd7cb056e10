package dev.oneping.auth;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.notNullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.oneping.auth.key.ApiKeys;
import dev.oneping.testing.RedisServer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Expiry, networks, rotation and last use of API keys; the writes by {@code auth/touch.lua}. */
@Tag("service")
@QuarkusTest
@WithTestResource(RedisServer.class)
class ApiKeyLifeTest {

    @Inject
    ApiKeys keys;

    @BeforeEach
    void giveTheDeveloperAKey() {
        keys.ensureDevelopmentKey(Keys.DEVELOPMENT);
    }

    @Test
    void shouldRejectAnExpiredKeyWithASentenceOfItsOwn() {
        String key = create(",\"expires_at\":\"" + Instant.now().plusSeconds(2) + "\"")
                .then()
                .statusCode(201)
                .body("expires_at", notNullValue())
                .extract()
                .path("key");
        Keys.with(key).get("/guarded/app").then().statusCode(200);

        Awaitility.await()
                .untilAsserted(() -> Keys.with(key)
                        .get("/guarded/app")
                        .then()
                        .statusCode(401)
                        .body("detail", containsString("The API key expired at")));
    }

    @Test
    void shouldRefuseAKeyFromOutsideOfItsNetworks() {
        String here = create(",\"networks\":[\"192.0.2.0/24\",\"127.0.0.0/8\"]").path("key");
        String elsewhere =
                create(",\"networks\":[\"192.0.2.0/24\",\"2001:db8::/32\"]").path("key");

        Keys.with(here).get("/guarded/app").then().statusCode(200);
        Keys.with(elsewhere)
                .get("/guarded/app")
                .then()
                .statusCode(403)
                .body("code", equalTo("forbidden"))
                .body("detail", containsString("may not be used from 127.0.0.1"));
        assertInstanceOf(CredentialResult.Valid.class, verify(elsewhere, "2001:db8:1::7"));
        assertInstanceOf(CredentialResult.ForeignNetwork.class, verify(elsewhere, "2001:db9::7"));
        assertInstanceOf(CredentialResult.ForeignNetwork.class, verify(elsewhere, null));
    }

    @Test
    void shouldKeepBothKeysValidUntilTheOverlapOfARotationEnds() {
        Response old = create("");
        Response made = Keys.with(Keys.DEVELOPMENT)
                .body("{\"overlap\":\"2s\"}")
                .post("/v1/api-keys/" + old.path("id") + "/rotate");

        made.then().statusCode(201).body("name", equalTo("test")).body("scopes", equalTo(List.of("notify")));
        Keys.with(made.path("key")).get("/guarded/app").then().statusCode(200);
        Keys.with(old.path("key")).get("/guarded/app").then().statusCode(200);
        Awaitility.await()
                .untilAsserted(() ->
                        Keys.with(old.path("key")).get("/guarded/app").then().statusCode(401));
        Keys.with(made.path("key")).get("/guarded/app").then().statusCode(200);
        rotate(old.path("id")).then().statusCode(409).body("detail", containsString("expired"));
    }

    @Test
    void shouldNotRotateAKeyOfTheConfigurationOrOneThatIsNotThere() {
        rotate("key_development").then().statusCode(409).body("detail", containsString("configuration"));
        rotate("key_nobody").then().statusCode(404);
        Keys.with(Keys.DEVELOPMENT)
                .body("{\"overlap\":\"31d\"}")
                .post("/v1/api-keys/key_nobody/rotate")
                .then()
                .statusCode(400)
                .body("errors[0].pointer", equalTo("/overlap"));
    }

    @Test
    void shouldShowThePrefixAndTheLastUse() {
        Response made = create("");
        String id = made.path("id");
        assertEquals(((String) made.path("key")).substring(0, 8), made.path("prefix"));
        Keys.with(made.path("key")).get("/guarded/app").then().statusCode(200);

        Awaitility.await()
                .untilAsserted(() -> Keys.with(Keys.DEVELOPMENT)
                        .get("/v1/api-keys")
                        .then()
                        .body("data.find { it.id == '" + id + "' }.last_used_at", matchesPattern(".*Z"))
                        .body("data.find { it.id == '" + id + "' }.prefix", matchesPattern("opk_[A-Za-z0-9_-]{4}")));
    }

    @Test
    void shouldNotBringBackADeletedKeyByItsUse() {
        ApiKeys.NewKey made = keys.create(ApiKeys.DEVELOPMENT, "gone", Set.of(Scope.NOTIFY))
                .await()
                .indefinitely();
        keys.delete(ApiKeys.DEVELOPMENT, made.id()).await().indefinitely();

        assertInstanceOf(CredentialResult.Invalid.class, verify(made.key(), "127.0.0.1"));
        assertEquals(false, keys.isValid(ApiKeys.DEVELOPMENT, made.id()).await().indefinitely());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"expires_at\":\"2020-01-01T00:00:00Z\"",
                "\"networks\":[]",
                "\"networks\":[\"example.com\"]",
                "\"networks\":[\"10.0.0.0/40\"]",
                "\"networks\":[null]"
            })
    void shouldRefuseWrongBounds(String more) {
        create("," + more)
                .then()
                .statusCode(400)
                .body("errors.pointer", hasItem(matchesPattern("/(expires|networks).*")));
    }

    private CredentialResult verify(String key, @Nullable String address) {
        return keys.verify(key, address).await().indefinitely();
    }

    private static Response create(String more) {
        return Keys.with(Keys.DEVELOPMENT)
                .body("{\"name\":\"test\",\"scopes\":[\"notify\"]" + more + "}")
                .post("/v1/api-keys");
    }

    private static Response rotate(String id) {
        return Keys.with(Keys.DEVELOPMENT).body("{}").post("/v1/api-keys/" + id + "/rotate");
    }
}
