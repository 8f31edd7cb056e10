package dev.oneping.connection;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.oneping.auth.token.DeviceTokens;
import dev.oneping.connection.frame.CloseCode;
import dev.oneping.delivery.life.Retraction;
import dev.oneping.delivery.port.DeviceChannel;
import dev.oneping.delivery.port.DeviceMessage;
import dev.oneping.model.AckKind;
import dev.oneping.model.NodeId;
import dev.oneping.model.Notification;
import dev.oneping.model.SessionId;
import dev.oneping.model.SessionLocation;
import dev.oneping.presence.store.PresenceStore;
import dev.oneping.testing.Pushpin;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** A device's WebSocket held by a real Pushpin, with short requests to this service. */
@Tag("service")
@QuarkusTest
@TestProfile(BehindPushpin.class)
@EnabledIf(
        value = "dev.oneping.testing.Pushpin#isInstalled",
        disabledReason = "there is no pushpin on the PATH: install the packages pushpin and zurl")
class PushpinSocketTest {

    @Inject
    DeviceTokens tokens;

    @Inject
    PresenceStore presence;

    @Inject
    RecordedAcks acks;

    @Inject
    DeviceChannel channel;

    @Inject
    LocalSessions local;

    @Inject
    NodeId self;

    @Inject
    Clock clock;

    private static @Nullable Pushpin running;

    private Someone ann;
    private Pushpin pushpin;

    @BeforeEach
    void start() {
        ann = Someone.with("laptop", tokens);
        pushpin = running != null && running.isAlive() ? running : Pushpin.before(RestAssured.port);
        running = pushpin;
    }

    @AfterAll
    static void end() {
        if (running != null) {
            running.close();
        }
    }

    @Test
    void shouldRunTheWholeProtocol() {
        try (DeviceSocket device = connect()) {
            JsonNode welcome = device.hello("laptop");
            assertTrue(isOnline());

            device.say(
                            "{'type':'report','seq':1,'attention':{'visible':true,'focused':true,'idle_ms':0,'screen':'unlocked'}}")
                    .say("{'type':'ping'}");
            device.await("pong");
            await().until(() -> presence.load(ann.user())
                    .await()
                    .indefinitely()
                    .attention()
                    .state()
                    .toString()
                    .equalsIgnoreCase("active"));

            Notification lunch = notification("Lunch?");
            acks.known.add(lunch.id());
            SessionLocation session =
                    new SessionLocation(new SessionId(welcome.path("session").asText()), self);
            channel.present(
                    ann.user(), ann.device(), List.of(session), new DeviceMessage(lunch, 1, 1, true, clock.instant()));
            assertEquals(lunch.id().value(), device.await("notify").path("id").asText());
            device.say("{'type':'ack','id':'%s','kind':'seen'}".formatted(lunch.id()));
            await().until(() -> acks.taken.stream()
                    .anyMatch(ack -> ack.notification().equals(lunch.id()) && ack.kind() == AckKind.SEEN));
            channel.retract(ann.user(), ann.device(), List.of(session), new Retraction(lunch.id(), 2, "seen"));
            device.await("retract");
        }
    }

    @Test
    void shouldDeliverManyFramesInOrder() {
        try (DeviceSocket device = connect()) {
            SessionLocation session = new SessionLocation(
                    new SessionId(device.hello("laptop").path("session").asText()), self);
            List<Notification> all = IntStream.range(0, 200)
                    .mapToObj(i -> notification("number " + i))
                    .toList();

            all.forEach(one -> channel.present(
                    ann.user(), ann.device(), List.of(session), new DeviceMessage(one, 1, 1, true, clock.instant())));

            all.forEach(one -> assertEquals(
                    one.content().title(), device.await("notify").path("title").asText()));
        }
    }

    @Test
    void shouldKeepASilentButPresentDevice() {
        try (DeviceSocket device = connect()) {
            device.hello("laptop");

            await().atMost(Duration.ofSeconds(20)).until(() -> device.pings.size() >= 3);
            assertTrue(isOnline());
            assertEquals(
                    1, local.of(new DeviceAddress(ann.user(), ann.device())).size());
        }
    }

    @Test
    void shouldAnswerPingAndRefuseBinary() {
        try (DeviceSocket device = connect()) {
            device.hello("laptop");
            device.socket().sendPing(ByteBuffer.wrap(new byte[] {1, 2})).join();
            assertEquals("pong", await().until(device.pongs::poll, pong -> pong != null));

            device.socket().sendBinary(ByteBuffer.wrap(new byte[] {1, 2}), true).join();
            device.awaitError("binary_frame");
        }
    }

    @Test
    void shouldGiveTheReasonOfTheSessionsEnd() {
        try (DeviceSocket device = connect()) {
            device.say("{'type':'hello','device':'phone','platform':'web'}");

            device.awaitError("foreign_device");
            assertEquals(CloseCode.BAD_MESSAGE.code(), device.awaitClose());
        }
        try (DeviceSocket device = connect()) {
            device.hello("laptop");
            device.say("{'type':'bye'}");

            assertEquals(CloseCode.NORMAL.code(), device.awaitClose());
        }
    }

    @Test
    void shouldEndTheSessionWhenTheClientLeaves() {
        DeviceSocket polite = connect();
        polite.hello("laptop");
        polite.socket().sendClose(4321, "client says").join();
        assertEquals(4321, polite.awaitClose());
        await().until(() -> !isOnline());

        DeviceSocket rude = connect();
        rude.hello("laptop");
        assertTrue(isOnline());
        rude.close();
        await().until(() -> !isOnline());
    }

    @Test
    void shouldCloseAClientWhoseProxyAcceptsNothing() {
        try (DeviceSocket device = connect()) {
            device.hello("laptop");
            pushpin.close();

            await().atMost(Duration.ofSeconds(30)).until(() -> !isOnline());
        }
    }

    @Test
    void shouldForwardTheReasonOfARejection() {
        CompletionException refused =
                Assertions.assertThrows(CompletionException.class, () -> ann.connectBy(pushpin.port(), "wrong"));

        WebSocketHandshakeException handshake =
                (WebSocketHandshakeException) Objects.requireNonNull(refused.getCause());
        assertEquals(401, handshake.getResponse().statusCode());
        assertEquals(
                "application/problem+json",
                handshake.getResponse().headers().firstValue("Content-Type").orElse(""));
    }

    private DeviceSocket connect() {
        return ann.connectBy(pushpin.port(), ann.token());
    }

    private boolean isOnline() {
        return presence.load(ann.user()).await().indefinitely().devices().stream()
                .anyMatch(device -> device.id().equals(ann.device()) && device.online());
    }

    private Notification notification(String title) {
        return ann.notification(title, clock.instant());
    }
}
