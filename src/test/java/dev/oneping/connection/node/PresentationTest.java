package dev.oneping.connection.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.oneping.auth.token.DeviceTokens;
import dev.oneping.connection.DeviceAddress;
import dev.oneping.connection.DeviceSocket;
import dev.oneping.connection.QuickHeartbeat;
import dev.oneping.connection.Someone;
import dev.oneping.connection.frame.FrameWriter;
import dev.oneping.connection.frame.ServerFrame;
import dev.oneping.connection.node.NodeFrame.Kind;
import dev.oneping.delivery.life.Retraction;
import dev.oneping.delivery.port.DeviceChannel;
import dev.oneping.delivery.port.DeviceMessage;
import dev.oneping.model.Content;
import dev.oneping.model.DeviceId;
import dev.oneping.model.NodeId;
import dev.oneping.model.Notification;
import dev.oneping.model.NotificationId;
import dev.oneping.model.Priority;
import dev.oneping.model.SessionId;
import dev.oneping.model.SessionLocation;
import dev.oneping.testing.RawSocket;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Frames of a notification on their way to real sockets. */
@Tag("service")
@QuarkusTest
@TestProfile(QuickHeartbeat.class)
class PresentationTest {

    private static final DeviceId LAPTOP = new DeviceId("laptop");

    @Inject
    DeviceTokens tokens;

    @Inject
    DeviceChannel channel;

    @Inject
    NodeMessageBatcher post;

    @Inject
    NodeId self;

    @Inject
    Clock clock;

    @Inject
    MeterRegistry metrics;

    private Someone ann;

    @BeforeEach
    void someone() {
        ann = Someone.with("laptop", tokens);
    }

    @Test
    void shouldShowOnEveryTabAndRingOnlyOnTheFirst() {
        try (DeviceSocket first = ann.connect();
                DeviceSocket second = ann.connect()) {
            List<SessionLocation> tabs = List.of(session(first), session(second));

            channel.present(ann.user(), LAPTOP, tabs, presentation(1, new Content("Hi", "there", null)));

            JsonNode loud = first.await("notify");
            JsonNode quiet = second.await("notify");
            assertEquals("Hi", loud.path("title").asText());
            assertTrue(loud.path("ring").asBoolean());
            assertFalse(quiet.path("ring").asBoolean());
            assertEquals(loud.path("id"), quiet.path("id"));
        }
    }

    @Test
    void shouldRetractFromANewerTabAsWell() {
        try (DeviceSocket first = ann.connect();
                DeviceSocket second = ann.connect()) {
            List<SessionLocation> shownOn = List.of(session(first));
            session(second);
            NotificationId id = id();

            channel.retract(ann.user(), LAPTOP, shownOn, new Retraction(id, 3, "acted"));

            assertEquals(id.value(), first.await("retract").path("id").asText());
            assertEquals("acted", second.await("retract").path("reason").asText());
        }
    }

    @Test
    void shouldRetractAnAnsweredNotificationFromEveryOtherSession() {
        try (DeviceSocket answering = ann.connect();
                DeviceSocket other = ann.connect()) {
            SessionId by = session(answering).session();
            session(other);

            channel.retractFromOthers(ann.user(), LAPTOP, by, new Retraction(id(), 3, "answered"));

            assertEquals("answered", other.await("retract").path("reason").asText());
            answering.say("{'type':'ping'}").await("pong");
        }
    }

    @Test
    void shouldNotShowANotificationRetractedBeforeItArrived() {
        try (DeviceSocket device = ann.connect()) {
            List<SessionLocation> sessions = List.of(session(device));
            DeviceMessage overtaken = presentation(2, new Content("overtaken", null, null));
            DeviceMessage later = presentation(2, new Content("later", null, null));
            NotificationId id = overtaken.notification().id();

            channel.retract(ann.user(), LAPTOP, sessions, new Retraction(id, 3, "cancelled"));
            channel.present(ann.user(), LAPTOP, sessions, overtaken);
            channel.present(ann.user(), LAPTOP, sessions, later);

            device.await("retract");
            assertEquals("later", device.await("notify").path("title").asText());
        }
    }

    /** The node sends to itself by Redis, as another node would. */
    @Test
    void shouldAcceptFramesFromOtherNodes() {
        try (DeviceSocket device = ann.connect()) {
            SessionId session = session(device).session();
            DeviceAddress address = new DeviceAddress(ann.user(), LAPTOP);
            for (int i = 0; i < 100; i++) {
                String frame = FrameWriter.write(new ServerFrame.Retract(id(), "moved " + i));
                post.send(self, new NodeFrame(Kind.RETRACT, id(), i, address, List.of(session), frame));
            }

            for (int i = 0; i < 100; i++) {
                assertEquals(
                        "moved " + i, device.await("retract").path("reason").asText());
            }
        }
    }

    @Test
    void shouldCountUndeliveredFrames() {
        double before = undelivered();
        SessionLocation gone = new SessionLocation(SessionId.create(clock.instant()), self);

        channel.present(ann.user(), LAPTOP, List.of(gone), presentation(1, new Content("Hi", null, null)));

        assertEquals(before + 1, undelivered());
    }

    @Test
    void shouldCloseASlowReaderAndKeepNothingForIt() throws IOException {
        try (RawSocket device = new RawSocket(ann.token())) {
            device.say("{'type':'hello','device':'laptop','platform':'web'}");
            List<SessionLocation> session =
                    List.of(sessionOf(device.readUntil(RawSocket.TEXT).text()));
            Content big = new Content("big", null, TextNode.valueOf("x".repeat(50_000)));
            double before = metrics.counter("oneping.outbox.overflows").count();

            int sent = 0;
            while (metrics.counter("oneping.outbox.overflows").count() == before && sent < 2000) {
                channel.present(ann.user(), LAPTOP, session, presentation(++sent, big));
            }

            assertTrue(sent < 2000, "never overflowed");
            assertEquals(4004, device.readUntil(RawSocket.CLOSE).closeCode());
        }
    }

    private SessionLocation session(DeviceSocket device) {
        return new SessionLocation(
                new SessionId(device.hello("laptop").path("session").asText()), self);
    }

    private SessionLocation sessionOf(String welcome) {
        int start = welcome.indexOf("ses_");
        return new SessionLocation(new SessionId(welcome.substring(start, welcome.indexOf('"', start))), self);
    }

    private double undelivered() {
        return metrics.counter("oneping.frames.undelivered").count();
    }

    private NotificationId id() {
        return NotificationId.create(clock.instant(), 1);
    }

    private DeviceMessage presentation(long version, Content content) {
        Notification notification = new Notification(
                id(), ann.user(), content, "chat", Priority.NORMAL, "default", null, clock.instant(), clock.instant());
        return new DeviceMessage(notification, 1, version, true, clock.instant());
    }
}
