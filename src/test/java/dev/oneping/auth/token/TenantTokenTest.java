package dev.oneping.auth.token;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.sun.net.httpserver.HttpServer;
import dev.oneping.auth.AuthConfig;
import dev.oneping.auth.Caller;
import dev.oneping.auth.CredentialResult;
import dev.oneping.auth.Keys;
import dev.oneping.auth.RandomSecrets;
import dev.oneping.auth.Scope;
import dev.oneping.auth.http.CredentialVerifier;
import dev.oneping.auth.key.ApiKeys;
import dev.oneping.model.TenantId;
import dev.oneping.model.UserId;
import dev.oneping.model.UserRef;
import dev.oneping.problem.Problem;
import dev.oneping.testing.RedisServer;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.OctetKeyPairJsonWebKey;
import org.jose4j.jwk.OkpJwkGenerator;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.keys.EdDsaKeyUtil;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Device tokens that a tenant signs itself: which count, and when they end. */
@Tag("service")
@QuarkusTest
@WithTestResource(RedisServer.class)
class TenantTokenTest {

    /** The coordinates of the base point of P-384: a public key of a kind that is not accepted. */
    private static final String[] P384 = {
        "qofKIr6LBTeOscce8yCtdG4dO2KLp5uYWfdB4IJUKjhVAvJdv1UpbDpUXjhydgq3",
        "NhfeSpYmLG9dnpi_kpLcKfj0Hb0omhR86doxE7XwuMAKYLHOHX6BnXpDHXyQ6g5f"
    };

    @Inject
    TokenIssuers issuers;

    @Inject
    CredentialVerifier credentials;

    @Inject
    DeviceTokens tokens;

    @Inject
    ApiKeys keys;

    @Inject
    AuthConfig config;

    private final TenantId tenant =
            new TenantId("own" + RandomSecrets.sha256(RandomSecrets.secret(9)).substring(0, 12));
    private final String aud = "oneping-" + tenant;
    private final OctetKeyPairJsonWebKey key = key("1");

    @BeforeEach
    void registerTheIssuer() {
        put("shop", aud, set(key), null);
    }

    @Test
    void shouldAcceptAToken() {
        CredentialResult.Valid valid = assertInstanceOf(CredentialResult.Valid.class, proof(token(claims -> {})));

        assertEquals(tenant + ":ann/laptop", valid.caller() instanceof Caller.Device device ? text(device) : "");
        assertEquals("shop:a1", valid.tokenId());
        assertEquals(
                "default",
                assertInstanceOf(
                                Caller.Device.class,
                                assertInstanceOf(
                                                CredentialResult.Valid.class,
                                                proof(token(claims -> claims.unsetClaim("device"))))
                                        .caller())
                        .device()
                        .value());
        Keys.with(token(claims -> {}))
                .get("/guarded/device")
                .then()
                .statusCode(200)
                .body(equalTo(tenant + ":ann/laptop"));
    }

    private static String text(Caller.Device device) {
        return device.userRef() + "/" + device.device();
    }

    @Test
    void shouldRefuseBadClaims() {
        long now = NumericDate.now().getValue();
        List<Consumer<JwtClaims>> bad = List.of(
                claims -> claims.setAudience("oneping-of-nobody"),
                claims -> claims.setIssuer("https://nobody.example"),
                claims -> claims.setExpirationTime(NumericDate.fromSeconds(now + 90_000)),
                claims -> claims.setIssuedAt(NumericDate.fromSeconds(now + 600)),
                claims -> claims.setNotBefore(NumericDate.fromSeconds(now + 600)),
                claims -> claims.unsetClaim("exp"),
                claims -> claims.unsetClaim("iat"),
                claims -> claims.unsetClaim("sub"),
                claims -> claims.setSubject("no user:at all"),
                claims -> claims.setClaim("device", 7),
                claims -> claims.setClaim("device", "a b"),
                claims -> claims.setClaim("exp", "tomorrow"),
                claims -> claims.setJwtId("x".repeat(101)),
                claims -> claims.setAudience("1", "2", "3", "4", aud));
        for (int i = 0; i < bad.size(); i++) {
            assertEquals(new CredentialResult.Invalid(), proof(token(bad.get(i))), "bad " + i);
        }
        assertEquals(
                new CredentialResult.Expired(),
                proof(token(claims -> claims.setExpirationTime(NumericDate.fromSeconds(now - 1)))));
        assertInstanceOf(CredentialResult.Valid.class, proof(token(claims -> claims.setAudience("other", aud))));
    }

    @Test
    void shouldRefuseBadSignatures() throws Exception {
        String good = token(claims -> {});
        String[] parts = good.split("\\.");
        String unsigned = java.util.Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString("{\"alg\":\"none\"}".getBytes(StandardCharsets.UTF_8));

        for (String bad : List.of(
                parts[0] + "." + parts[1] + ".",
                unsigned + "." + parts[1] + ".",
                unsigned + "." + parts[1] + "." + parts[2],
                parts[0] + "." + token(claims -> claims.setSubject("bob")).split("\\.")[1] + "." + parts[2],
                signed(key("1"), claims -> {}),
                signed(key("2"), claims -> {}))) {
            assertEquals(new CredentialResult.Invalid(), proof(bad), bad);
        }
    }

    @Test
    void shouldNotLetTwoTenantsHaveOnePair() {
        TenantId other = new TenantId(tenant + "x");
        Problem taken = assertThrows(
                Problem.class,
                () -> issuers.put(other, new TokenIssuer.Wanted("shop", iss(), aud, set(key("9")), null))
                        .await()
                        .indefinitely());

        assertEquals("conflict", taken.type().name().toLowerCase(Locale.ROOT));
    }

    /** The tenant has one already; the pairs of those that were refused stay free. */
    @Test
    void shouldStoreNoMoreThanTheLimitOfIssuersInParallel() {
        int limit = config.maxIssuers();
        List<Uni<Boolean>> puts = IntStream.range(0, limit + 5)
                .mapToObj(
                        i -> issuers.put(tenant, new TokenIssuer.Wanted("n" + i, iss(), aud + "-n" + i, set(key), null))
                                .map(ignored -> true)
                                .onFailure(Problem.class)
                                .recoverWithItem(false))
                .toList();

        List<Boolean> stored = Uni.join().all(puts).andFailFast().await().indefinitely();

        assertEquals(limit - 1, stored.stream().filter(done -> done).count());
        assertEquals(limit, issuers.list(tenant).await().indefinitely().size());
        TenantId other = new TenantId(tenant + "y");
        for (int i = 0; i < stored.size(); i++) {
            if (!stored.get(i)) {
                issuers.put(other, new TokenIssuer.Wanted("free" + i, iss(), aud + "-n" + i, set(key), null))
                        .await()
                        .indefinitely();
            }
        }
    }

    @Test
    void shouldEndWithItsIssuerAndWhenRevoked() {
        UserRef ann = new UserRef(tenant, new UserId("ann"));
        String token = token(claims -> {});
        tokens.revoke(ann, null, "shop:a1").await().indefinitely();
        assertEquals(new CredentialResult.Invalid(), proof(token));

        String next = token(claims -> claims.setJwtId("a2"));
        CredentialResult.Valid valid = assertInstanceOf(CredentialResult.Valid.class, proof(next));
        String ticket = ticket(valid);
        String late = ticket(valid);
        assertInstanceOf(
                CredentialResult.Valid.class,
                credentials.fromTicket(ticket).await().indefinitely());
        issuers.delete(tenant, "shop").await().indefinitely();

        assertEquals(new CredentialResult.Invalid(), proof(next));
        assertEquals(
                new CredentialResult.Invalid(),
                credentials.fromTicket(late).await().indefinitely());
    }

    @Test
    void shouldEndNothingWhenAKeyIsAddedAndWhatAKeySignedWhenItIsRemoved() {
        OctetKeyPairJsonWebKey next = key("2");
        String both = new JsonWebKeySet(key, next).toJson(JsonWebKey.OutputControlLevel.PUBLIC_ONLY);
        CredentialResult.Valid valid = assertInstanceOf(CredentialResult.Valid.class, proof(token(claims -> {})));
        String early = ticket(valid);
        String late = ticket(valid);

        put("shop", aud, both, null);

        assertInstanceOf(
                CredentialResult.Valid.class,
                credentials.fromTicket(early).await().indefinitely());
        assertInstanceOf(CredentialResult.Valid.class, proof(token(claims -> {})));
        assertInstanceOf(CredentialResult.Valid.class, proof(signed(next, claims -> {})));

        put("shop", aud, set(next), null);

        assertEquals(
                new CredentialResult.Invalid(),
                credentials.fromTicket(late).await().indefinitely());
        assertEquals(new CredentialResult.Invalid(), proof(token(claims -> {})));
        assertInstanceOf(CredentialResult.Valid.class, proof(signed(next, claims -> {})));
    }

    private String ticket(CredentialResult.Valid valid) {
        Caller.Device device = assertInstanceOf(Caller.Device.class, valid.caller());
        return tokens.ticket(device, java.util.Objects.requireNonNull(valid.expiresAt()), valid.tokenId())
                .await()
                .indefinitely()
                .value();
    }

    @Test
    void shouldFetchKeysAndKeepThemWhenTheyCannotBeFetched() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/jwks", exchange -> {
            // Others' sets have keys that we cannot use, too.
            byte[] body = set(key).replace(
                            "[",
                            "[{\"kty\":\"EC\",\"crv\":\"P-384\",\"x\":\"" + P384[0] + "\",\"y\":\"" + P384[1]
                                    + "\",\"kid\":\"p384\"},")
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.createContext("/huge", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody()
                    .write(("{\"keys\":[" + " ".repeat(100_000) + "]}").getBytes(StandardCharsets.UTF_8));
            exchange.close();
        });
        server.start();
        String place = "http://localhost:" + server.getAddress().getPort();
        put("shop", aud, null, place + "/jwks");
        assertInstanceOf(CredentialResult.Valid.class, proof(token(claims -> {})));
        put("huge", aud + "-huge", null, place + "/huge");
        assertThrows(Problem.class, () -> proof(token(claims -> claims.setAudience(aud + "-huge"))));
        server.stop(0);

        assertEquals(new CredentialResult.Invalid(), proof(signed(key("2"), claims -> {})));
        assertInstanceOf(CredentialResult.Valid.class, proof(token(claims -> {})));
        put("gone", aud + "-gone", null, place + "/jwks");
        assertThrows(Problem.class, () -> proof(token(claims -> claims.setAudience(aud + "-gone"))));
        put("metadata", aud + "-metadata", null, "http://169.254.169.254/jwks");
        assertThrows(Problem.class, () -> proof(token(claims -> claims.setAudience(aud + "-metadata"))));
    }

    @Test
    void shouldNotShowSecrets() {
        String admin = keys.create(tenant, "admin", Set.of(Scope.ADMIN), null, List.of())
                .await()
                .indefinitely()
                .key();
        String secret = "c2VjcmV0".repeat(6);
        Keys.with(admin)
                .body("{\"iss\":\"https://hmac.example\",\"aud\":\"" + aud
                        + "\",\"keys\":{\"keys\":[{\"kty\":\"oct\",\"k\":\"" + secret + "\"}]}}")
                .put("/v1/token-issuers/hmac")
                .then()
                .statusCode(200)
                .body(not(containsString(secret)))
                .body("keys[0].alg", equalTo("HS256"));
        Keys.with(admin)
                .get("/v1/token-issuers")
                .then()
                .statusCode(200)
                .body("data.name", equalTo(List.of("hmac", "shop")));
        Keys.with(admin).delete("/v1/token-issuers/hmac").then().statusCode(204);
        Keys.with(admin).get("/v1/token-issuers/hmac").then().statusCode(404);
        Keys.with(admin)
                .body("{\"iss\":\"x\",\"aud\":\"y\"}")
                .put("/v1/token-issuers/none")
                .then()
                .statusCode(400);
    }

    private CredentialResult proof(String token) {
        return credentials.fromBearer(token, null).await().indefinitely();
    }

    private void put(String name, String audience, @Nullable String given, @Nullable String url) {
        issuers.put(tenant, new TokenIssuer.Wanted(name, iss(), audience, given, url))
                .await()
                .indefinitely();
    }

    private static String iss() {
        return "https://shop.example.com";
    }

    private String token(Consumer<JwtClaims> change) {
        return signed(key, change);
    }

    private String signed(OctetKeyPairJsonWebKey by, Consumer<JwtClaims> change) {
        JwtClaims claims = new JwtClaims();
        claims.setIssuer(iss());
        claims.setAudience(aud);
        claims.setSubject("ann");
        claims.setClaim("device", "laptop");
        claims.setIssuedAt(NumericDate.fromSeconds(NumericDate.now().getValue() - 60));
        claims.setExpirationTime(NumericDate.fromSeconds(NumericDate.now().getValue() + 3600));
        claims.setJwtId("a1");
        change.accept(claims);
        JsonWebSignature made = new JsonWebSignature();
        made.setAlgorithmConstraints(AlgorithmConstraints.NO_CONSTRAINTS);
        made.setAlgorithmHeaderValue("EdDSA");
        made.setKeyIdHeaderValue(by.getKeyId());
        made.setPayload(claims.toJson());
        made.setKey(by.getPrivateKey());
        try {
            return made.getCompactSerialization();
        } catch (org.jose4j.lang.JoseException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String set(JsonWebKey one) {
        return new JsonWebKeySet(one).toJson(JsonWebKey.OutputControlLevel.PUBLIC_ONLY);
    }

    private static OctetKeyPairJsonWebKey key(String kid) {
        try {
            OctetKeyPairJsonWebKey made = OkpJwkGenerator.generateJwk(EdDsaKeyUtil.ED25519);
            made.setKeyId(kid);
            return made;
        } catch (org.jose4j.lang.JoseException e) {
            throw new IllegalStateException(e);
        }
    }
}
