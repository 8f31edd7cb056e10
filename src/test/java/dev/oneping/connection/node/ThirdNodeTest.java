package dev.oneping.connection.node;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.oneping.connection.Connection;
import dev.oneping.connection.ConnectionRig;
import dev.oneping.connection.DeviceAddress;
import dev.oneping.connection.LocalSessions;
import dev.oneping.connection.RecordingTransport;
import dev.oneping.delivery.life.Retraction;
import dev.oneping.delivery.port.DeviceMessage;
import dev.oneping.model.Content;
import dev.oneping.model.DeviceId;
import dev.oneping.model.NodeId;
import dev.oneping.model.Notification;
import dev.oneping.model.NotificationId;
import dev.oneping.model.Priority;
import dev.oneping.model.SessionId;
import dev.oneping.model.SessionLocation;
import dev.oneping.model.UserRef;
import dev.oneping.presence.PresenceChanged;
import dev.oneping.presence.report.Report;
import dev.oneping.presence.session.Sessions;
import dev.oneping.redis.NodeChannel;
import dev.oneping.redis.RedisPipeline;
import dev.oneping.testing.House;
import dev.oneping.testing.RedisRig;
import dev.oneping.testing.RedisServer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.vertx.core.Vertx;
import io.vertx.redis.client.RedisOptions;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.util.TypeLiteral;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A device that was shown a notification by one node, and has reconnected to another, gets the retraction from a third
 * one.
 */
class ThirdNodeTest {

    private static final DeviceId LAPTOP = new DeviceId("laptop");

    private final RedisRig rig = new RedisRig();
    private final UserRef ann = rig.someone();

    @AfterEach
    void close() {
        rig.close();
    }

    @Test
    void shouldRetractWhereShownAndWhereTheDeviceReconnected() throws JsonProcessingException {
        Node deciding = new Node();
        Node showing = new Node();
        Node fresh = new Node();
        SessionLocation before = showing.open();
        DeviceMessage hello = hello();
        deciding.router.present(ann, LAPTOP, List.of(before), hello);
        Awaitility.await().until(() -> showing.has("\"type\":\"notify\""));
        fresh.open();

        deciding.router.retract(
                ann,
                LAPTOP,
                List.of(before),
                new Retraction(hello.notification().id(), hello.version() + 1, "acted"));

        Awaitility.await().until(() -> showing.has("\"type\":\"retract\""));
        Awaitility.await().until(() -> fresh.has("\"type\":\"retract\""));
        assertFalse(fresh.has("\"type\":\"notify\""));
        assertEquals(1, fresh.screen.frames.size(), "each is told once");
        assertEquals(2, showing.screen.frames.size());
    }

    private DeviceMessage hello() {
        Instant now = Instant.now();
        Notification notification = new Notification(
                NotificationId.create(now, rig.shards().of(ann).number()),
                ann,
                new Content("Hello", null, null),
                "default",
                Priority.NORMAL,
                "default",
                null,
                now,
                now.plusSeconds(600));
        return new DeviceMessage(notification, 1, 2, true, now.plusSeconds(60));
    }

    /** A process of the service, with at most one connection. */
    private final class Node {

        private final NodeId id = NodeId.create(Instant.now());
        private final ConnectionRig connections = new ConnectionRig();
        private final RecordingTransport screen = new RecordingTransport();
        private final House house = new House(Map.of())
                .with(RedisPipeline.class, rig.redis())
                .with(Vertx.class, rig.vertx())
                .with(Clock.class, Clock.systemUTC())
                .with(NodeId.class, id)
                .with(MeterRegistry.class, new SimpleMeterRegistry())
                .with(ObjectMapper.class, RedisRig.json())
                .with(
                        RedisOptions.class,
                        RedisServer.options(RedisServer.shared().uri()))
                .with(new TypeLiteral<Event<PresenceChanged>>() {}.getType(), nobodyListens());
        private final NodeRouter router = house.get(NodeRouter.class);

        Node() {
            NodeChannel channel = house.get(NodeChannel.class);
            router.listen(new StartupEvent(), channel);
            Awaitility.await().until(() -> channel.send(id, "").await().indefinitely());
        }

        /** The laptop connects to this node, and is welcome. */
        SessionLocation open() throws JsonProcessingException {
            SessionId session = SessionId.create(Instant.now());
            house.get(Sessions.class)
                    .open(
                            ann,
                            LAPTOP,
                            "web",
                            session,
                            Report.parse(RedisRig.json().readTree("{}")))
                    .await()
                    .indefinitely();
            Connection connection = connections.connect(screen, new DeviceAddress(ann, LAPTOP));
            connections.open(connection, session);
            screen.frames.clear();
            house.get(LocalSessions.class).add(connection);
            return new SessionLocation(session, id);
        }

        boolean has(String word) {
            return screen.frames.stream().anyMatch(frame -> frame.contains(word));
        }

        private static Event<?> nobodyListens() {
            return (Event<?>) Proxy.newProxyInstance(
                    Event.class.getClassLoader(), new Class<?>[] {Event.class}, (event, method, arguments) -> null);
        }
    }
}
