package dev.oneping.connection.admission;

import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.oneping.auth.Scope;
import dev.oneping.auth.key.ApiKeys;
import dev.oneping.auth.token.DeviceTokens;
import dev.oneping.connection.DeviceSocket;
import dev.oneping.connection.QuickHeartbeat;
import dev.oneping.connection.RecordedAcks;
import dev.oneping.connection.Someone;
import dev.oneping.model.AckKind;
import dev.oneping.model.DeviceId;
import dev.oneping.model.NotificationId;
import dev.oneping.model.SessionId;
import dev.oneping.presence.Device;
import dev.oneping.presence.session.Sessions;
import dev.oneping.presence.store.PresenceStore;
import dev.oneping.testing.RawSocket;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("service")
@QuarkusTest
@TestProfile(QuickHeartbeat.class)
class ConnectEndpointTest {

    private static final int MAX = 65_536;
    private static final int RESERVED = 5;

    @Inject
    DeviceTokens tokens;

    @Inject
    ApiKeys keys;

    @Inject
    Sessions sessions;

    @Inject
    PresenceStore presence;

    @Inject
    RecordedAcks acks;

    @Inject
    Clock clock;

    private Someone ann;

    @BeforeEach
    void someone() {
        ann = Someone.with("laptop", tokens);
    }

    @ParameterizedTest
    @EnumSource(Someone.Way.class)
    void shouldAcceptEveryFormOfCredential(Someone.Way way) {
        try (DeviceSocket device = ann.connect(way)) {
            Instant before = clock.instant();
            JsonNode welcome = device.hello("laptop");

            assertEquals(
                    way == Someone.Way.SUBPROTOCOL ? "oneping.v1" : "",
                    device.socket().getSubprotocol());
            assertTrue(new SessionId(welcome.path("session").asText()).value().startsWith("ses_"));
            assertEquals("laptop", welcome.path("device").asText());
            assertEquals(3000, welcome.path("heartbeat_ms").asInt());
            assertEquals(20_000, welcome.path("lease_ms").asInt());
            Instant serverTime = Instant.parse(welcome.path("server_time").asText());
            assertTrue(!serverTime.isBefore(before) && !serverTime.isAfter(clock.instant()));
        }
    }

    @Test
    void shouldMakeTheDeviceOnlineWithWhatItReports() {
        try (DeviceSocket device = ann.connect()) {
            device.say(
                    "{'type':'hello','device':'laptop','platform':'web','report':{'seq':1,'battery':{'level':0.5}}}");
            device.await("welcome");
            device.say("{'type':'report','seq':2,'network':{'type':'wifi','metered':false}}");

            await().until(() -> device("laptop").network() != null);
            assertTrue(device("laptop").online());
            assertEquals(
                    0.5,
                    Objects.requireNonNull(device("laptop").battery()).value().level());
        }
    }

    @Test
    void shouldMakeTheDeviceOfflineWhenItsConnectionEnds() {
        DeviceSocket device = ann.connect();
        device.hello("laptop");

        device.close();

        await().until(() ->
                presence.load(ann.user()).await().indefinitely().devices().isEmpty());
    }

    @Test
    void shouldCloseForBye() {
        DeviceSocket device = ann.connect();
        device.hello("laptop");

        device.say("{'type':'bye'}");

        assertEquals(1000, device.awaitClose());
        await().until(() ->
                presence.load(ann.user()).await().indefinitely().devices().isEmpty());
    }

    @Test
    void shouldDistinguishReasonsForRejection() {
        upgrade()
                .get("/v1/connect")
                .then()
                .statusCode(401)
                .header("WWW-Authenticate", "Bearer")
                .body("code", equalTo("unauthenticated"));
        upgrade()
                .header("Authorization", "Bearer nonsense")
                .get("/v1/connect")
                .then()
                .statusCode(401)
                .body("code", equalTo("invalid-credential"));
        upgrade().queryParam("ticket", "nonsense").get("/v1/connect").then().statusCode(401);
        upgrade()
                .header("Authorization", "Bearer " + apiKey())
                .get("/v1/connect")
                .then()
                .statusCode(403)
                .contentType("application/problem+json");
        upgrade()
                .header("Authorization", "Bearer " + ann.token())
                .header("Origin", "https://evil.example.org")
                .get("/v1/connect")
                .then()
                .statusCode(403);
        upgrade()
                .header("Authorization", "Bearer " + ann.token())
                .header("Sec-WebSocket-Protocol", "graphql-ws")
                .get("/v1/connect")
                .then()
                .statusCode(400);
        RestAssured.get("/v1/connect").then().statusCode(426);
    }

    @Test
    void shouldRejectAMalformedHandshake() {
        RestAssured.given()
                .header("Connection", "Upgrade")
                .header("Upgrade", "websocket")
                .header("Authorization", "Bearer " + ann.token())
                .get("/v1/connect")
                .then()
                .statusCode(400);
    }

    @Test
    void shouldEnforceTheSessionLimit() {
        List<DeviceSocket> tabs = Stream.generate(ann::connect).limit(9).toList();
        tabs.subList(0, 8).forEach(tab -> tab.hello("laptop"));

        tabs.getLast().say("{'type':'hello','device':'laptop','platform':'web'}");

        tabs.getLast().awaitError("limit_reached");
        assertEquals(1013, tabs.getLast().awaitClose());
        tabs.forEach(DeviceSocket::close);
    }

    @Test
    void shouldAcceptATicketOnce() {
        String ticket = ann.ticket();
        upgrade()
                .queryParam("ticket", ticket)
                .header("Origin", "https://evil.example.org")
                .get("/v1/connect");
        try (DeviceSocket device = ann.connectWith(ticket)) {
            device.hello("laptop");
        }

        upgrade().queryParam("ticket", ticket).get("/v1/connect").then().statusCode(401);
    }

    @Test
    void shouldAnswerPingsAtBothLevels() throws InterruptedException {
        try (DeviceSocket device = ann.connect()) {
            device.hello("laptop");
            device.say("{'type':'ping'}");
            device.await("pong");
            device.socket().sendPing(ByteBuffer.wrap(new byte[] {1})).join();

            assertEquals("pong", device.pongs.poll(20, TimeUnit.SECONDS));
        }
    }

    @Test
    void shouldPingADeviceAndKeepItWhileItAnswers() {
        try (DeviceSocket device = ann.connect()) {
            device.hello("laptop");

            await().atMost(Duration.ofSeconds(30)).until(() -> device.pings.size() >= 3);
            device.say("{'type':'ping'}");
            device.await("pong");
        }
    }

    @Test
    void shouldCloseADeviceThatAnswersNoPing() throws IOException {
        try (RawSocket device = new RawSocket(ann.token())) {
            device.say("{'type':'hello','device':'laptop','platform':'web'}");
            device.readUntil(RawSocket.PING);

            assertEquals(4006, device.readUntil(RawSocket.CLOSE).closeCode());
        }
    }

    @Test
    void shouldCloseAConnectionWithoutHello() throws IOException {
        try (RawSocket device = new RawSocket(ann.token())) {
            assertEquals(4006, device.readUntil(RawSocket.CLOSE).closeCode());
        }
    }

    @Test
    void shouldForwardAcksAndRejectUnknownOnes() {
        NotificationId known = NotificationId.create(clock.instant(), 1);
        NotificationId unknown = NotificationId.create(clock.instant(), 1);
        acks.known.add(known);
        try (DeviceSocket device = ann.connect()) {
            device.hello("laptop");
            device.say("{'type':'ack','id':'" + known + "','kind':'seen'}");
            device.say("{'type':'ack','id':'" + unknown + "','kind':'received'}");
            device.awaitError("unknown_notification");
            device.say("{'type':'ack','id':'ntf_1','kind':'received'}");
            device.awaitError("unknown_notification");
        }

        RecordedAcks.Taken taken = new RecordedAcks.Taken(ann.user(), known, new DeviceId("laptop"), AckKind.SEEN);
        assertTrue(acks.taken.contains(taken));
    }

    @Test
    void shouldRejectFramesBeforeHelloAndASecondHello() {
        try (DeviceSocket device = ann.connect()) {
            device.say("{'type':'report','seq':1}");
            device.awaitError("hello_expected");
            device.hello("laptop");
            device.say("{'type':'hello','device':'laptop','platform':'web'}");
            device.awaitError("repeated_hello");
        }
    }

    @Test
    void shouldRejectADeviceOtherThanTheTokens() {
        DeviceSocket device = ann.connect();

        device.say("{'type':'hello','device':'phone','platform':'web'}");

        device.awaitError("foreign_device");
        assertEquals(4501, device.awaitClose());
    }

    @Test
    void shouldRejectBadFramesAndCloseForGoodWhenRepeated() {
        DeviceSocket device = ann.connect();
        device.hello("laptop");
        device.socket().sendBinary(ByteBuffer.wrap(new byte[] {1, 2}), true).join();
        device.awaitError("binary_frame");
        device.say("{'type':'report','battery':{'level':1.2}}");
        assertTrue(device.await("warning").path("detail").asText().startsWith("/battery/level"));

        for (int i = 0; i < 9; i++) {
            device.say("{'type':'dance'}");
            device.awaitError("unknown_frame_type");
        }

        assertEquals(4501, device.awaitClose());
    }

    @Test
    void shouldCloseForTextThatIsNotUtf8() throws IOException {
        try (RawSocket device = new RawSocket(ann.token())) {
            device.send(true, RawSocket.TEXT, new byte[] {'{', (byte) 0xC3, 0x28, '}'});

            assertTrue(device.readUntil(RawSocket.TEXT).text().contains("invalid_utf8"));
            assertEquals(1007, device.readUntil(RawSocket.CLOSE).closeCode());
        }
    }

    @Test
    void shouldAcceptTheLargestMessageAndCloseForOneByteMore() throws IOException {
        try (RawSocket device = new RawSocket(ann.token())) {
            device.send(true, RawSocket.TEXT, ping(MAX));
            assertTrue(device.readUntil(RawSocket.TEXT).text().contains("hello_expected"));
            device.send(true, RawSocket.TEXT, ping(MAX + 1));

            assertEquals(1009, device.readUntil(RawSocket.CLOSE).closeCode());
        }
    }

    @Test
    void shouldAcceptFragmentsUpToTheLargestMessage() throws IOException {
        byte[] half = new byte[MAX / 2 + 1];
        try (RawSocket device = new RawSocket(ann.token())) {
            device.sendFragments(
                    "{\"type\":".getBytes(StandardCharsets.UTF_8), "\"dance\"}".getBytes(StandardCharsets.UTF_8));
            assertTrue(device.readUntil(RawSocket.TEXT).text().contains("unknown_frame_type"));
            device.sendFragments(half, half);

            assertEquals(1009, device.readUntil(RawSocket.CLOSE).closeCode());
        }
    }

    @Test
    void shouldCloseForBytesThatAreNotAFrame() throws IOException {
        try (RawSocket device = new RawSocket(ann.token())) {
            device.send(true, RESERVED, new byte[] {1});

            assertEquals(1002, device.readUntil(RawSocket.CLOSE).closeCode());
        }
    }

    @Test
    void shouldCloseWithStateLostWhenTheSessionIsLost() {
        DeviceSocket device = ann.connect();
        SessionId session = new SessionId(device.hello("laptop").path("session").asText());
        sessions.close(ann.user(), session, "closed").await().indefinitely();

        device.say("{'type':'report','seq':1}");

        assertEquals(4005, device.awaitClose());
    }

    private Device device(String name) {
        return presence.load(ann.user())
                .await()
                .indefinitely()
                .device(new DeviceId(name))
                .orElseThrow();
    }

    private String apiKey() {
        return keys.create(ann.user().tenant(), "test", Set.of(Scope.ADMIN))
                .await()
                .indefinitely()
                .key();
    }

    private static RequestSpecification upgrade() {
        return RestAssured.given()
                .header("Connection", "Upgrade")
                .header("Upgrade", "websocket")
                .header("Sec-WebSocket-Version", "13")
                .header("Sec-WebSocket-Key", "dGhlIHNhbXBsZSBub25jZQ==");
    }

    private static byte[] ping(int length) {
        String start = "{\"type\":\"ping\",\"x\":\"";
        return (start + "x".repeat(length - start.length() - 2) + "\"}").getBytes(StandardCharsets.UTF_8);
    }
}
