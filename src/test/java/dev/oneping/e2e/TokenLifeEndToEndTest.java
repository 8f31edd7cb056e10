package dev.oneping.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.oneping.auth.key.ApiKeys;
import dev.oneping.testing.RedisServer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.OctetKeyPairJsonWebKey;
import org.jose4j.jwk.OkpJwkGenerator;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.lang.JoseException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A connection lives as long as the credential of its device, and no longer than the device. */
@Tag("service")
@QuarkusTest
@WithTestResource(RedisServer.class)
class TokenLifeEndToEndTest {

    @Inject
    ApiKeys keys;

    private Verbs ann;

    @BeforeEach
    void meetAnn() {
        ann = Verbs.ofNewTenant(keys);
    }

    @Test
    void shouldCloseWhenTheTokenExpires() {
        try (TestDevice device = connect(token("laptop", "2s"))) {
            device.await("welcome");

            assertEquals(4003, device.awaitClose());
        }
    }

    @Test
    void shouldContinueWithANewToken() {
        try (TestDevice renewed = connect(token("laptop", "2s"));
                TestDevice expiring = connect(token("laptop", "3s"))) {
            renewed.await("welcome");
            expiring.await("welcome");
            renewed.send("{'type':'token','token':'" + token("laptop", "1h") + "'}");

            assertEquals(4003, expiring.awaitClose());
            renewed.send("{'type':'ping'}").await("pong");
        }
    }

    @Test
    void shouldNotContinueWithAnotherDevicesToken() {
        try (TestDevice device = connect(token("laptop", "1h"))) {
            device.await("welcome");

            device.send("{'type':'token','token':'" + token("phone", "1h") + "'}");
            assertEquals("foreign_device", device.await("error").path("code").asText());
            device.send("{'type':'token','token':'eyJ.a.b'}");
            assertEquals("invalid_token", device.await("error").path("code").asText());
            device.send("{'type':'ping'}").await("pong");
        }
    }

    @Test
    void shouldEndEverythingOfARemovedDevice() {
        String token = token("laptop", "1h");
        try (TestDevice device = connect(token)) {
            device.await("welcome");
            String id = ann.notify("Lunch?", "").getString("id");
            device.await("notify");

            ann.delete("/v1/users/" + ann.user() + "/devices/laptop").statusCode(204);

            assertEquals(id, device.await("retract").path("id").asText());
            assertEquals(4502, device.awaitClose());
        }
        assertThrows(CompletionException.class, () -> connect(token));
    }

    @Test
    void shouldEndWhatTheRevokedTokensOfAUserOpened() {
        String phone = token("phone", "1h");
        try (TestDevice device = connect(token("laptop", "1h"))) {
            device.await("welcome");

            revoke("{}");

            assertEquals(4506, device.awaitClose());
        }
        assertThrows(CompletionException.class, () -> connect(phone));
        try (TestDevice device = connect(token("laptop", "1h"))) {
            device.await("welcome");
        }
    }

    @Test
    void shouldEndOnlyWhatOneRevokedTokenOpened() {
        JsonPath stolen = issue("laptop", "1h");
        try (TestDevice thief = connect(stolen.getString("token"));
                TestDevice owner = connect(token("laptop", "1h"))) {
            thief.await("welcome");
            owner.await("welcome");

            revoke("{'token_id':'" + stolen.getString("id") + "'}");

            assertEquals(4506, thief.awaitClose());
            owner.send("{'type':'ping'}").await("pong");
        }
        assertThrows(CompletionException.class, () -> connect(stolen.getString("token")));
    }

    /** Two issuers of one tenant: what the tokens of one opened ends with it, what those of the other opened goes on. */
    @Test
    void shouldEndWhatTheTokensOfARemovedIssuerOpened() throws JoseException {
        OctetKeyPairJsonWebKey key = OkpJwkGenerator.generateJwk(OctetKeyPairJsonWebKey.SUBTYPE_ED25519);
        String keys = new JsonWebKeySet(key).toJson().replace('"', '\'');
        String aud = "oneping-" + ann.user();
        for (String name : List.of("shop", "club")) {
            ann.put(
                            "/v1/token-issuers/" + name + "-" + ann.user(),
                            "{'iss':'https://" + name + ".example','aud':'" + aud + "','keys':" + keys + "}")
                    .statusCode(200);
        }
        try (TestDevice customer = connect(signed(key, "https://shop.example", aud));
                TestDevice member = connect(signed(key, "https://club.example", aud))) {
            customer.await("welcome");
            member.await("welcome");

            ann.delete("/v1/token-issuers/shop-" + ann.user()).statusCode(204);

            assertEquals(4506, customer.awaitClose());
            member.send("{'type':'ping'}").await("pong");
        }
        assertThrows(CompletionException.class, () -> connect(signed(key, "https://shop.example", aud)));
    }

    private String signed(OctetKeyPairJsonWebKey key, String issuer, String audience) throws JoseException {
        JwtClaims claims = new JwtClaims();
        claims.setIssuer(issuer);
        claims.setAudience(audience);
        claims.setSubject(ann.user());
        claims.setStringClaim("device", "laptop");
        claims.setIssuedAtToNow();
        claims.setExpirationTimeMinutesInTheFuture(10);
        JsonWebSignature token = new JsonWebSignature();
        token.setAlgorithmHeaderValue("EdDSA");
        token.setPayload(claims.toJson());
        token.setKey(key.getPrivateKey());
        return token.getCompactSerialization();
    }

    @Test
    void shouldEndOnlyWhatTheRevokedTokensOfADeviceOpened() {
        String phone = token("phone", "1h");
        try (TestDevice device = connect(token("laptop", "1h"))) {
            device.await("welcome");

            revoke("{'device':'laptop'}");

            assertEquals(4506, device.awaitClose());
        }
        new Verbs(phone, RestAssured.port).get("/v1/me").statusCode(200);
        ann.post("/v1/users/" + ann.user() + "/tokens/revoke", "{'device':'a','token_id':'b'}")
                .statusCode(400);
    }

    private void revoke(String body) {
        ann.post("/v1/users/" + ann.user() + "/tokens/revoke", body).statusCode(204);
    }

    private String token(String device, String ttl) {
        return issue(device, ttl).getString("token");
    }

    private JsonPath issue(String device, String ttl) {
        return ann.post("/v1/tokens", "{'user':'%s','device':'%s','ttl':'%s'}".formatted(ann.user(), device, ttl))
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private static TestDevice connect(String token) {
        return TestDevice.connect(URI.create("ws://localhost:" + RestAssured.port + "/v1/connect"), token)
                .send("{'type':'hello','device':'laptop','platform':'web'}");
    }
}
