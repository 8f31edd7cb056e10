package dev.oneping.connection.protocol;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneping.connection.Connection;
import dev.oneping.connection.ConnectionConfig;
import dev.oneping.connection.ConnectionLimits;
import dev.oneping.connection.ConnectionMetrics;
import dev.oneping.connection.ConnectionRig;
import dev.oneping.connection.DeviceAddress;
import dev.oneping.connection.EventLoop;
import dev.oneping.connection.RecordingTransport;
import dev.oneping.model.DeviceId;
import dev.oneping.model.SessionId;
import dev.oneping.model.UserRef;
import dev.oneping.presence.store.Crowd;
import dev.oneping.testing.RedisRig;
import dev.oneping.watch.WatchPermission;
import dev.oneping.watch.WatchRequest;
import dev.oneping.watch.WatchRig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Presence updates to a connection, on a real Redis and an event loop run only by the test. */
class WatchBridgeTest {

    private final Crowd crowd = new Crowd();
    private final WatchRig rig = new WatchRig(crowd);
    private final ConnectionRig protocol = new ConnectionRig();
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final RecordingTransport transport = new RecordingTransport();
    private final UserRef bob = crowd.user("bob");
    private final WatchBridge desk = new WatchBridge(rig.watches(Map.of("settle", "20ms")), rig.accesses());
    private final Connection connection = connection(transport);

    @BeforeEach
    void hearWhenOneHasCaughtUp() {
        protocol.onCaughtUp(desk::tell);
    }

    @AfterEach
    void close() {
        crowd.close();
    }

    /** Presence waits outside the outbox, by its latest alone; a notification waits inside and is never left out. */
    @Test
    void shouldSendOnlyTheLatestStateOnceTheClientReadsAgain() {
        watchBob(connection, transport);
        transport.full = true;
        connection.send("a notification");
        bobLeavesHisDesk();
        assertEquals(List.of(), transport.frames);

        transport.full = false;
        connection.resume();

        assertEquals("a notification", transport.frames.getFirst());
        assertTellsTheLatestAlone(transport.frames.subList(1, transport.frames.size()));
    }

    /** There is room, but what is put there lies until somebody comes, and takes the room of notifications. */
    @Test
    void shouldQueueOnlyNotificationsWithoutAFetchingRequest() {
        watchBob(connection, transport);
        transport.read = false;
        bobLeavesHisDesk();
        connection.send("a notification");
        assertEquals(List.of("a notification"), transport.frames);

        transport.frames.clear();
        transport.read = true;
        connection.resume();

        assertTellsTheLatestAlone(transport.frames);
    }

    @Test
    void shouldRemoveTheWatchesOfAnEndedConnection() {
        watchBob(connection, transport);
        assertEquals(1, rig.watched());

        desk.ended(connection);

        assertEquals(0, rig.watched());
    }

    /** Until somebody who reads was told of the last of it; whoever else watches could know it too by then. */
    private void bobLeavesHisDesk() {
        RecordingTransport reading = new RecordingTransport();
        watchBob(connection(reading), reading);
        SessionId laptop = crowd.sitsAt("laptop", bob);
        crowd.invisible(bob, true);
        crowd.invisible(bob, false);
        crowd.locks(bob, laptop);
        crowd.pass(Duration.ofSeconds(10), bob);
        runUntil(() -> reading.frames.stream().anyMatch(frame -> frame.contains("\"away\"")));
    }

    private static void assertTellsTheLatestAlone(List<String> frames) {
        assertEquals(1, frames.size(), frames::toString);
        assertTrue(frames.getFirst().contains("\"away\""), frames::toString);
    }

    private Connection connection(RecordingTransport to) {
        return new Connection(
                ConnectionLimits.of(
                        RedisRig.config(ConnectionConfig.class),
                        protocol,
                        new ConnectionMetrics(new SimpleMeterRegistry())),
                new EventLoop(tasks::add, protocol.heartbeat, () -> 0),
                to,
                new DeviceAddress(crowd.user("me"), new DeviceId("laptop")));
    }

    private void watchBob(Connection watching, RecordingTransport told) {
        rig.allow(WatchPermission.ALL);
        watching.opening(SessionId.create(Instant.EPOCH));
        protocol.welcome(watching);
        told.frames.clear();
        desk.watch(watching, new WatchRequest(List.of(bob.user()), List.of()));
        runUntil(() -> !told.frames.isEmpty());
        assertTrue(told.frames.getFirst().contains("\"snapshot\":true"), told.frames::toString);
        told.frames.clear();
    }

    private void runUntil(BooleanSupplier done) {
        await().pollInSameThread().atMost(Duration.ofSeconds(30)).until(() -> {
            for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                task.run();
            }
            return done.getAsBoolean();
        });
    }
}
