package dev.oneping.connection;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneping.auth.token.DeviceTokens;
import dev.oneping.model.NodeId;
import dev.oneping.presence.store.PresenceStore;
import dev.oneping.redis.NodeChannel;
import dev.oneping.testing.Pushpin;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.config.EncoderConfig;
import io.restassured.http.ContentType;
import io.restassured.http.Header;
import io.restassured.http.Headers;
import io.restassured.response.Response;
import io.smallrye.jwt.build.Jwt;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.UUID;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The answers to a proxy's requests, which the test writes itself. No server listens at the control port. */
@Tag("service")
@QuarkusTest
@TestProfile(BehindPushpin.class)
class ProxiedSocketEndpointTest {

    private static final String EVENTS = "application/websocket-events";
    private static final String STATE_LOST = "CLOSE c\r\n\u000f\u00a5state lost\r\n";
    private static final String HELLO = text("{\"type\":\"hello\",\"device\":\"laptop\",\"platform\":\"web\"}");

    @Inject
    DeviceTokens tokens;

    @Inject
    PresenceStore presence;

    @Inject
    NodeChannel nodes;

    @Inject
    NodeId self;

    @Inject
    Clock clock;

    private final String connection = UUID.randomUUID().toString();
    private Someone ann;
    private String credential = "";

    @BeforeEach
    void someone() {
        ann = Someone.with("laptop", tokens);
        credential = "Bearer " + ann.token();
    }

    @Test
    void shouldTellTheProxyWhatToPublish() {
        post("OPEN\r\n")
                .then()
                .statusCode(200)
                .header("Content-Type", equalTo(EVENTS))
                .header("Sec-WebSocket-Extensions", equalTo("grip; message-prefix=\"\""))
                .header("Keep-Alive-Interval", equalTo("25"))
                .header("Set-Meta-Oneping-Node", equalTo(self.value()))
                .body(startsWith("OPEN\r\nTEXT "))
                .body(containsString("c:{\"type\":\"subscribe\",\"channel\":\"oneping.ws." + connection + "\"}"));
    }

    @Test
    void shouldAnswerWhatAWebSocketAnswers() {
        post("OPEN\r\n");

        assertEquals("PONG 2\r\nhi\r\n", post("PING 2\r\nhi\r\n").asString());
        assertEquals("", post("").asString());
        assertEquals("CLOSE 5\r\n\u000f\u00a0bye\r\n", latin(post("CLOSE 5\r\n\u000f\u00a0bye\r\n")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"TEXT 5\r\nhell", "DANCE\r\n", "TEXT x\r\n\r\n"})
    void shouldRefuseEventsThatAreNotWellFormed(String body) {
        post(body).then().statusCode(400).body("code", equalTo("invalid-request"));
    }

    @Test
    void shouldRejectUnknownProxies() {
        String[] signatures = {
            "",
            "nonsense",
            signature("another key that is as long as a key must be", "pushpin", Duration.ofHours(1)),
            signature(Pushpin.KEY, "somebody", Duration.ofHours(1)),
            signature(Pushpin.KEY, "pushpin", Duration.ofHours(-1))
        };
        for (String signature : signatures) {
            post("OPEN\r\n", EVENTS, new Header("Grip-Sig", signature), new Header("Connection-Id", connection))
                    .then()
                    .statusCode(403)
                    .body("detail", containsString("Grip-Sig"));
        }
    }

    @Test
    void shouldRejectOtherRequests() {
        Header signature = new Header("Grip-Sig", signature(Pushpin.KEY, "pushpin", Duration.ofHours(1)));
        post("OPEN\r\n", "text/plain", signature, new Header("Connection-Id", connection))
                .then()
                .statusCode(415)
                .header("Accept-Post", equalTo(EVENTS));
        post("OPEN\r\n", EVENTS, signature, new Header("Connection-Id", "a b"))
                .then()
                .statusCode(400)
                .body("detail", containsString("Connection-Id"));
        post("BINARY 4e20c\r\n" + "x".repeat(320_012) + "\r\n").then().statusCode(413);
    }

    @Test
    void shouldRejectADeviceLikeItsHandshake() {
        credential = "Bearer nonsense";

        post("OPEN\r\n").then().statusCode(401).header("WWW-Authenticate", notNullValue());
    }

    @Test
    void shouldRejectAnInvalidFirstFrameInTheResponse() {
        post("OPEN\r\n");

        String answer = post(text("{\"type\":\"hello\",\"device\":\"another\",\"platform\":\"web\"}"))
                .asString();

        assertTrue(answer.contains("foreign_device"), answer);
        assertTrue(answer.indexOf("CLOSE ") > answer.indexOf("foreign_device"), answer);
    }

    @Test
    void shouldCloseAClientWithoutSession() {
        NodeId dead = NodeId.create(clock.instant());

        assertEquals(STATE_LOST, latin(post("")));
        assertEquals(STATE_LOST, latin(postFrom(self, "")));
        assertEquals(STATE_LOST, latin(postFrom(dead, text("{}"))));
        assertEquals("CLOSE\r\n", post("CLOSE\r\n").asString());
        assertEquals("", postFrom(dead, "DISCONNECT\r\n").asString());
    }

    /** A load balancer may send it to a node that has not opened it; that one passes it on. */
    @Test
    void shouldAcceptEventsForwardedByAnotherNode() {
        post("OPEN\r\n");

        assertEquals(true, nodes.send(self, "grip", passedOn(HELLO)).await().indefinitely());

        await().until(this::isOnline);
        nodes.send(self, "grip", passedOn("DISCONNECT\r\n")).await().indefinitely();
        await().until(() -> !isOnline());
    }

    @Test
    void shouldNotOpenTwiceOnARepeatedOpenEvent() {
        post("OPEN\r\n" + HELLO).then().statusCode(200);
        await().until(this::isOnline);

        post("OPEN\r\n").then().statusCode(200);

        await().until(() -> !isOnline());
    }

    private String passedOn(String events) {
        return "pushpin\n" + connection + "\n"
                + Base64.getEncoder().encodeToString(events.getBytes(StandardCharsets.ISO_8859_1));
    }

    private Response post(String events) {
        return postFrom(null, events);
    }

    private Response postFrom(@Nullable NodeId node, String events) {
        Header signature = new Header("Grip-Sig", signature(Pushpin.KEY, "pushpin", Duration.ofHours(1)));
        Header id = new Header("Connection-Id", connection);
        return node == null
                ? post(events, EVENTS, signature, id)
                : post(events, EVENTS, signature, id, new Header("Meta-Oneping-Node", node.value()));
    }

    private Response post(String events, String type, Header... headers) {
        return RestAssured.given()
                .config(RestAssured.config()
                        .encoderConfig(EncoderConfig.encoderConfig()
                                .appendDefaultContentCharsetToContentTypeIfUndefined(false)
                                .encodeContentTypeAs(EVENTS, ContentType.BINARY)))
                .headers(new Headers(headers))
                .header("Authorization", credential)
                .contentType(type)
                .body(events.getBytes(StandardCharsets.ISO_8859_1))
                .post("/v1/connect");
    }

    private String signature(String key, String issuer, Duration life) {
        Instant until = clock.instant().plus(life);
        return Jwt.issuer(issuer)
                .expiresAt(until)
                .issuedAt(until.minusSeconds(7200))
                .sign(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    }

    private boolean isOnline() {
        return presence.load(ann.user()).await().indefinitely().devices().stream()
                .anyMatch(device -> device.id().equals(ann.device()) && device.online());
    }

    private static String text(String frame) {
        return "TEXT " + Integer.toHexString(frame.length()) + "\r\n" + frame + "\r\n";
    }

    private static String latin(Response response) {
        return new String(response.asByteArray(), StandardCharsets.ISO_8859_1);
    }
}
