package dev.oneping.connection;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneping.model.DeviceId;
import dev.oneping.model.SessionId;
import dev.oneping.model.UserRef;
import dev.oneping.presence.Crowd;
import dev.oneping.presence.watch.Permission;
import dev.oneping.presence.watch.WatchRig;
import dev.oneping.presence.watch.Wish;
import dev.oneping.testing.RedisRig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a connection is told of other people, on a real Redis and an event loop that only the test runs. */
class WatchDeskTest {

    private final Crowd crowd = new Crowd();
    private final WatchRig rig = new WatchRig(crowd);
    private final ConnectionRig protocol = new ConnectionRig();
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final RecordingTransport transport = new RecordingTransport();
    private final UserRef bob = crowd.user("bob");
    private final WatchDesk desk = new WatchDesk(rig.watches(Map.of("settle", "20ms")));
    private final Connection connection = new Connection(
            Terms.of(
                    RedisRig.config(ConnectionConfig.class),
                    protocol,
                    new ConnectionMetrics(new SimpleMeterRegistry())),
            new EventLoop(tasks::add, protocol.heartbeat, () -> 0),
            transport,
            new DeviceAddress(crowd.user("me"), new DeviceId("laptop")));
    private int ran;

    @AfterEach
    void close() {
        crowd.close();
    }

    /** Presence waits outside the outbox, by its latest alone; a notification waits inside and is never left out. */
    @Test
    void shouldTellTheLatestAloneOnceTheClientReadsAgain() {
        watchBob();
        transport.full = true;
        connection.send("a notification");
        SessionId laptop = crowd.sitsAt("laptop", bob);
        crowd.invisible(bob, true);
        crowd.invisible(bob, false);
        crowd.locks(bob, laptop);
        crowd.pass(Duration.ofSeconds(10), bob);
        runUntil(() -> ran >= 10);
        assertEquals(List.of(), transport.frames);

        transport.full = false;
        connection.resume();
        assertEquals(List.of("a notification"), transport.frames);

        runUntil(() -> transport.frames.stream().anyMatch(frame -> frame.contains("\"away\"")));
        assertEquals(2, transport.frames.size(), transport.frames::toString);
    }

    @Test
    void shouldWatchNobodyForAConnectionThatHasEnded() {
        watchBob();
        assertEquals(1, rig.watched());

        desk.ended(connection);

        assertEquals(0, rig.watched());
    }

    private void watchBob() {
        rig.allow(Permission.ALL);
        connection.opening(SessionId.create(Instant.EPOCH));
        protocol.welcome(connection);
        transport.frames.clear();
        desk.watch(connection, new Wish(List.of(bob.user()), List.of()));
        runUntil(() -> !transport.frames.isEmpty());
        assertTrue(transport.frames.getFirst().contains("\"snapshot\":true"), transport.frames::toString);
        transport.frames.clear();
    }

    private void runUntil(BooleanSupplier done) {
        await().pollInSameThread().atMost(Duration.ofSeconds(30)).until(() -> {
            for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                ran++;
                task.run();
            }
            return done.getAsBoolean();
        });
    }
}
