package dev.oneping.auth.token;

import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.matchesPattern;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneping.auth.AuthConfig;
import dev.oneping.auth.Caller;
import dev.oneping.auth.CredentialResult;
import dev.oneping.auth.Keys;
import dev.oneping.auth.http.CredentialVerifier;
import dev.oneping.auth.key.ApiKeys;
import dev.oneping.model.DeviceId;
import dev.oneping.model.TenantId;
import dev.oneping.model.UserId;
import dev.oneping.redis.RedisPipeline;
import dev.oneping.testing.RedisServer;
import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("service")
@QuarkusTest
@WithTestResource(RedisServer.class)
class DeviceTokenTest {

    private static final Caller.Device LAPTOP =
            new Caller.Device(new TenantId("default"), new UserId("ann"), new DeviceId("laptop"));
    private static final Duration SECONDS = Duration.ofSeconds(60);

    @Inject
    ApiKeys keys;

    @Inject
    DeviceTokens tokens;

    @Inject
    CredentialVerifier credentials;

    @Inject
    TokenSigningKey secret;

    @Inject
    RedisPipeline redis;

    @Inject
    RevokedDevices revoked;

    @Inject
    RevokedTokens revokedTokens;

    @Inject
    Clock clock;

    @Inject
    AuthConfig config;

    @BeforeEach
    void giveTheDeveloperAKey() {
        keys.ensureDevelopmentKey(Keys.DEVELOPMENT);
    }

    @Test
    void shouldAllowOnlyDeviceOperationsWithDeviceToken() {
        String token = Keys.token();
        Keys.with(token).get("/guarded/device").then().statusCode(200).body(equalTo("default:ann/laptop"));
        Keys.with(token).get("/guarded/either").then().statusCode(200).body(equalTo("Device"));
        Keys.with(token).get("/guarded/app").then().statusCode(403).body("detail", containsString("'notify'"));
        assertEquals(LAPTOP, caller(proof(token)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT5M", "-PT5M", "PT2H", "-PT2H"})
    void shouldJudgeTokensByTheCorrectedClockHoweverWrongThatOfTheMachineIs(Duration correction) {
        Clock corrected = Clock.offset(Clock.systemUTC(), correction);
        DeviceTokens node = new DeviceTokens(secret, redis, revoked, revokedTokens, config, corrected);
        String token = node.issue(LAPTOP, SECONDS).value();

        assertInstanceOf(CredentialResult.Valid.class, node.verify(token));
        DeviceTokens later = new DeviceTokens(
                secret, redis, revoked, revokedTokens, config, Clock.offset(corrected, SECONDS.plusSeconds(2)));
        assertInstanceOf(CredentialResult.Expired.class, later.verify(token));
    }

    @Test
    void shouldSayWhenATokenEnds() {
        Keys.with(Keys.DEVELOPMENT)
                .body("{\"user\":\"ann\",\"device\":\"laptop\",\"ttl\":\"15m\"}")
                .post("/v1/tokens")
                .then()
                .statusCode(200)
                .body("token", matchesPattern("eyJ[^.]+\\.[^.]+\\.[^.]+"))
                .body("expires_at", matchesPattern("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0s", "25h", "-PT1H"})
    void shouldRefuseATimeToLiveOutOfBounds(String ttl) {
        Keys.with(Keys.DEVELOPMENT)
                .body("{\"user\":\"ann\",\"device\":\"laptop\",\"ttl\":\"" + ttl + "\"}")
                .post("/v1/tokens")
                .then()
                .statusCode(400)
                .body("errors[0].pointer", equalTo("/ttl"))
                .body("detail", equalTo("ttl must be a time like 90s, 15m or 1h, from 1s to 24h."));
    }

    @Test
    void shouldTellAnExpiredTokenFromAForeignOne() {
        // Given
        Instant now = Instant.now();
        Clock earlier = Clock.offset(Clock.systemUTC(), SECONDS.multipliedBy(-2));
        DeviceTokens then = new DeviceTokens(secret, redis, revoked, revokedTokens, config, earlier);
        String expired = then.issue(LAPTOP, SECONDS).value();
        String foreign = foreign(now, "some other secret, long enough for HMAC");
        // Then
        assertEquals(new CredentialResult.Expired(), proof(expired));
        assertEquals(new CredentialResult.Invalid(), proof(foreign));
        Keys.with(expired).get("/guarded/device").then().statusCode(401).body("code", equalTo("expired-token"));
        Keys.with(foreign)
                .get("/guarded/device")
                .then()
                .statusCode(401)
                .header("WWW-Authenticate", equalTo("Bearer"))
                .body("code", equalTo("invalid-credential"))
                .body("detail", containsString("nor a valid device token"));
    }

    @Test
    void shouldRefuseATokenOfAnotherIssuer() {
        assertInstanceOf(CredentialResult.Valid.class, proof(signed("oneping")));
        assertEquals(new CredentialResult.Invalid(), proof(signed("another-service")));
        assertEquals(new CredentialResult.Invalid(), proof(signed(null)));
    }

    private String signed(@Nullable String issuer) {
        JwtClaimsBuilder claims = Jwt.claims()
                .subject("ann")
                .claim("tenant", "default")
                .claim("device", "laptop")
                .issuedAt(Instant.now())
                .expiresAt(Instant.now().plus(SECONDS));
        return (issuer == null ? claims : claims.issuer(issuer)).sign(secret.key());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a.b.c", "eyJhbGciOiJub25lIn0.eyJpc3MiOiJvbmVwaW5nIn0.", "opt_0000"})
    void shouldRefuseWhatIsNoToken(String text) {
        assertEquals(new CredentialResult.Invalid(), proof(text));
    }

    @Test
    void shouldAcceptTicketOnlyOnce() {
        // Given
        String ticket = Keys.with(Keys.token())
                .post("/v1/tickets")
                .then()
                .statusCode(200)
                .body("ticket", matchesPattern("opt_[A-Za-z0-9_-]{32}"))
                .body("expires_at", matchesPattern(".*Z"))
                .extract()
                .path("ticket");
        // Then
        assertEquals(LAPTOP, caller(credentials.fromTicket(ticket).await().indefinitely()));
        assertInstanceOf(
                CredentialResult.Invalid.class,
                credentials.fromTicket(ticket).await().indefinitely());
    }

    @Test
    void shouldGiveAnAppATicketForTheDeviceItNames() {
        Keys.with(Keys.DEVELOPMENT)
                .body("{\"user\":\"ann\",\"device\":\"laptop\"}")
                .post("/v1/tickets")
                .then()
                .statusCode(200);
        Keys.with(Keys.DEVELOPMENT)
                .body("{\"user\":\"ann\"}")
                .post("/v1/tickets")
                .then()
                .statusCode(400)
                .body("errors[0].pointer", equalTo("/device"));
    }

    @Test
    void shouldNotStartInProductionWithoutASecret() {
        ConfigurationException refusal = assertThrows(
                ConfigurationException.class, () -> TokenSigningKey.choose(Optional.empty(), true, () -> "kept"));
        assertTrue(String.valueOf(refusal.getMessage()).contains("ONEPING_AUTH_TOKEN_SECRET"));
        assertThrows(
                ConfigurationException.class, () -> TokenSigningKey.choose(Optional.of("short"), false, () -> "kept"));
        String given = "x".repeat(32);
        assertEquals(given, TokenSigningKey.choose(Optional.of(given), true, () -> "kept"));
        assertEquals(given, TokenSigningKey.choose(Optional.empty(), false, () -> given));
    }

    @Test
    void shouldEndTheTokensAndTicketsOfARevokedDeviceButNotLaterOnes() {
        Caller.Device stolen = new Caller.Device(new TenantId("default"), new UserId("eve"), new DeviceId("stolen"));
        String token = tokens.issue(stolen, SECONDS).value();
        String ticket = tokens.ticket(stolen).await().indefinitely().value();

        tokens.revoke(stolen.userRef(), stolen.device()).await().indefinitely();

        assertEquals(new CredentialResult.Invalid(), proof(token));
        assertEquals(
                new CredentialResult.Invalid(),
                credentials.fromTicket(ticket).await().indefinitely());
        Awaitility.await()
                .untilAsserted(() -> assertEquals(
                        stolen, caller(proof(tokens.issue(stolen, SECONDS).value()))));
    }

    @Test
    void shouldEndASessionOfATicketWithTheTokenThatAskedForIt() {
        String token = Keys.token();
        String ticket = Keys.with(token).post("/v1/tickets").then().extract().path("ticket");

        assertEquals(
                assertInstanceOf(CredentialResult.Valid.class, proof(token)).expiresAt(),
                assertInstanceOf(
                                CredentialResult.Valid.class,
                                credentials.fromTicket(ticket).await().indefinitely())
                        .expiresAt());
    }

    @Test
    void shouldRejectATicketThatARevokedTokenAskedFor() {
        Caller.Device robbed = new Caller.Device(new TenantId("default"), new UserId("robbed"), new DeviceId("laptop"));
        DeviceTokens.Issued token = tokens.issue(robbed, SECONDS);
        String ticket = tokens.ticket(robbed, token.expiresAt(), token.id())
                .await()
                .indefinitely()
                .value();

        tokens.revoke(robbed.userRef(), null, token.id()).await().indefinitely();

        assertInstanceOf(
                CredentialResult.Invalid.class,
                credentials.fromTicket(ticket).await().indefinitely());
        assertInstanceOf(CredentialResult.Invalid.class, proof(token.value()));
        assertEquals(robbed, caller(proof(tokens.issue(robbed, SECONDS).value())));
    }

    @Test
    void shouldKnowToAMillisecondWhenATokenWasIssued() {
        Instant before = clock.instant().truncatedTo(ChronoUnit.MILLIS);

        CredentialResult result = tokens.verify(tokens.issue(LAPTOP, SECONDS).value());

        Instant issuedAt =
                assertInstanceOf(CredentialResult.Valid.class, result).issuedAt();
        assertTrue(issuedAt != null && !issuedAt.isBefore(before), () -> issuedAt + " is before " + before);
    }

    private static Caller caller(CredentialResult result) {
        return assertInstanceOf(CredentialResult.Valid.class, result).caller();
    }

    private CredentialResult proof(String token) {
        return credentials.fromBearer(token, null).await().indefinitely();
    }

    private static String foreign(Instant now, String secret) {
        return Jwt.issuer("oneping")
                .subject("ann")
                .claim("tenant", "default")
                .claim("device", "laptop")
                .expiresAt(now.plus(SECONDS))
                .signWithSecret(secret);
    }
}
