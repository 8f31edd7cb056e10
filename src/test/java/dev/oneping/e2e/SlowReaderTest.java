package dev.oneping.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.oneping.auth.Scope;
import dev.oneping.auth.key.ApiKeys;
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
import dev.oneping.model.TenantId;
import dev.oneping.model.UserId;
import dev.oneping.model.UserRef;
import dev.oneping.testing.HttpDevice;
import dev.oneping.testing.Pushpin;
import dev.oneping.testing.RawSocket;
import dev.oneping.testing.SseLines;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.restassured.RestAssured;
import jakarta.inject.Inject;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/**
 * A laptop in use that does not take what it is told, on each transport: what waits for it has an end, it is sent away as
 * slow, and what it was to show is shown on the phone at once.
 */
@Tag("service")
@QuarkusTest
@TestProfile(CutOffTest.ShortHeartbeat.class)
class SlowReaderTest {

    private static final String HELLO =
            "{'type':'hello','device':'laptop','platform':'web','report':" + Verbs.ACTIVE + "}";
    private static final int FILLERS = 2_000;
    private static final int SLOW = 4004;

    @Inject
    ApiKeys keys;

    @Inject
    DeviceChannel channel;

    @Inject
    NodeId self;

    @Inject
    Clock clock;

    @Inject
    MeterRegistry metrics;

    private final TenantId tenant =
            new TenantId("slow" + ThreadLocalRandom.current().nextLong(1L << 40));

    /** A device that is connected and does not read. */
    private interface Idler extends AutoCloseable {

        /** Its session. */
        SessionId session();

        /** The code by which it was sent away, as it finds when it reads at last. */
        int readToTheEnd() throws IOException;

        @Override
        void close() throws IOException;
    }

    /** How such a device connects. */
    private interface Way {
        Idler open(int port, String token) throws IOException;
    }

    private static final List<Way> WAYS = List.of(SocketIdler::new, StreamIdler::new, PollIdler::new);

    /** Somebody's devices. */
    private record Slow(TestDevice phone, Idler laptop) {

        void close() throws IOException {
            laptop.close();
            phone.close();
        }
    }

    @Test
    void shouldDecideAgainForADeviceThatDoesNotRead() throws IOException {
        List<Slow> everybody = overfill(RestAssured.port);

        for (Slow slow : everybody) {
            assertEquals("Lunch?", slow.phone.await("notify").path("title").asText());
            assertEquals(SLOW, slow.laptop.readToTheEnd());
            slow.close();
        }
    }

    /** What it finds in the end is the proxy's: some of it was dropped there. */
    @Test
    @EnabledIf(
            value = "dev.oneping.testing.Pushpin#isInstalled",
            disabledReason = "there is no pushpin on the PATH: install the packages pushpin and zurl")
    void shouldDecideAgainForADeviceThatDoesNotReadBehindAProxy() throws IOException {
        try (Pushpin pushpin = Pushpin.before(RestAssured.port)) {
            List<Slow> everybody = overfill(pushpin.port());

            for (Slow slow : everybody) {
                assertEquals("Lunch?", slow.phone.await("notify").path("title").asText());
                slow.close();
            }
        }
    }

    /** Somebody on each transport, who has been told more than waits for anybody. */
    private List<Slow> overfill(int port) throws IOException {
        List<Slow> everybody = new ArrayList<>();
        for (Way way : WAYS) {
            Verbs ann = someone();
            TestDevice phone = ann.connect("phone", Verbs.LOCKED);
            Idler laptop = way.open(port, ann.token("laptop"));
            overfill(ann, laptop);
            everybody.add(new Slow(phone, laptop));
        }
        return everybody;
    }

    private void overfill(Verbs ann, Idler laptop) {
        UserRef user = new UserRef(tenant, new UserId(ann.user()));
        List<SessionLocation> session = List.of(new SessionLocation(laptop.session(), self));
        double before = sentAwayAsSlow();
        int sent = 0;
        while (sentAwayAsSlow() == before && sent++ < FILLERS) {
            channel.present(user, new DeviceId("laptop"), session, filler(user));
            if (sent == 1) {
                ann.notify("Lunch?", ",'priority':'critical'");
            }
        }
        assertTrue(sent < FILLERS, "what waits for a device must have an end");
    }

    private DeviceMessage filler(UserRef user) {
        Instant now = clock.instant();
        Content content = new Content("much", null, TextNode.valueOf("x".repeat(50_000)));
        Notification notification = new Notification(
                NotificationId.create(now, 1), user, content, "chat", Priority.NORMAL, "default", null, now, now);
        return new DeviceMessage(notification, 1, 1, false, now.plus(Duration.ofMinutes(1)));
    }

    private double sentAwayAsSlow() {
        return metrics.counter("oneping.connections.closed", "code", Integer.toString(SLOW))
                .count();
    }

    private Verbs someone() {
        String key = keys.create(tenant, "e2e", Set.of(Scope.ADMIN))
                .await()
                .indefinitely()
                .key();
        return new Verbs(key, RestAssured.port);
    }

    private static SessionId session(String welcome) {
        return new SessionId(HttpDevice.read(welcome).path("session").asText());
    }

    /** Has a WebSocket. */
    private record SocketIdler(RawSocket socket, SessionId session) implements Idler {

        SocketIdler(int port, String token) throws IOException {
            this(new RawSocket(port, token));
        }

        private SocketIdler(RawSocket socket) throws IOException {
            this(
                    socket,
                    SlowReaderTest.session(
                            socket.say(HELLO).readUntil(RawSocket.TEXT).text()));
        }

        @Override
        public int readToTheEnd() throws IOException {
            return socket.readUntil(RawSocket.CLOSE).closeCode();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    /** Has a stream. */
    private static final class StreamIdler implements Idler {

        private final SessionId session;
        private final SseLines events;

        StreamIdler(int port, String token) {
            HttpDevice device = new HttpDevice("http://localhost:" + port, token);
            session = SlowReaderTest.session(device.open(HELLO).body());
            events = new SseLines(device.stream(null).body());
        }

        @Override
        public SessionId session() {
            return session;
        }

        @Override
        public int readToTheEnd() {
            SseLines.Event event = events.next();
            while (event != null && !event.name().equals("close")) {
                event = events.next();
            }
            return event == null
                    ? 0
                    : HttpDevice.read(event.data()).path("code").asInt();
        }

        @Override
        public void close() {
            events.close();
        }
    }

    /** Polls, but not now. */
    private static final class PollIdler implements Idler {

        private final SessionId session;
        private final HttpDevice device;

        PollIdler(int port, String token) {
            device = new HttpDevice("http://localhost:" + port, token);
            session = SlowReaderTest.session(device.open(HELLO).body());
        }

        @Override
        public SessionId session() {
            return session;
        }

        @Override
        public int readToTheEnd() {
            JsonNode answer = HttpDevice.read(device.poll(0, 0));
            while (answer.path("frames").size() > 0 && !answer.has("closed")) {
                answer = HttpDevice.read(device.poll(answer.path("cursor").asLong(), 0));
            }
            return answer.at("/closed/code").asInt();
        }

        @Override
        public void close() {
            device.leave();
        }
    }
}
