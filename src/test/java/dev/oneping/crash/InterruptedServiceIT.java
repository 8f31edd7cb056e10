package dev.oneping.crash;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneping.redis.embedded.EmbeddedRedis;
import dev.oneping.redis.embedded.RedisBinary;
import dev.oneping.testing.CuttableProxy;
import dev.oneping.testing.RedisRig;
import io.vertx.redis.client.Command;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A thousand notifications, or as many as {@code -Doneping.escalations} says, are escalating when a node is killed, is stopped for longer than its leases, or Redis is started
 * anew. Every one that was accepted goes on to its answer, none is answered twice or shown after it, and each attempt stays on
 * its one device.
 */
class InterruptedServiceIT {

    private final Escalations escalations = new Escalations();

    @TempDir
    private Path folder;

    private Path data;

    @BeforeEach
    void makeRoom() throws Exception {
        data = Files.createDirectory(folder.resolve("redis"));
    }

    @Test
    void shouldLoseNothingWhenTheServiceIsKilled() throws Exception {
        int port = ServiceProcess.freePort();
        try (EmbeddedRedis redis = EmbeddedRedis.start(data, RedisBinary.PATH_OR_BUNDLED)) {
            ServiceProcess first = start(redis.uri(), port);
            escalations.connectEverybody(List.of(first.url()));

            escalations.notifyEverybody(List.of(first.url()), first::kill);
            assertTrue(escalations.refused() > 0, "the service must have been killed while it was being asked");
            try (ServiceProcess second = start(redis.uri(), port)) {
                escalations.reconnectEverybody();
                escalations.assertNothingIsLost(second.url());
            }
        }
    }

    @Test
    void shouldLoseNothingWhenANodeIsStoppedForLongerThanItsLeases() throws Exception {
        try (EmbeddedRedis redis = EmbeddedRedis.start(data, RedisBinary.PATH_OR_BUNDLED);
                RedisRig rig = new RedisRig(redis.uri());
                ServiceProcess one = start(redis.uri(), ServiceProcess.freePort());
                ServiceProcess other = start(redis.uri(), ServiceProcess.freePort())) {
            List<URI> nodes = List.of(one.url(), other.url());
            Awaitility.await().until(() -> living(rig) == 2);
            escalations.connectEverybody(nodes);

            escalations.notifyEverybody(nodes, () -> {
                one.signal("STOP");
                Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> living(rig) == 1);
                one.signal("CONT");
            });

            escalations.assertNothingIsLost(other.url());
        }
    }

    @Test
    void shouldLoseNothingWhenRedisIsStartedAnew() throws Exception {
        AtomicReference<EmbeddedRedis> redis =
                new AtomicReference<>(EmbeddedRedis.start(data, RedisBinary.PATH_OR_BUNDLED));
        try (CuttableProxy way = new CuttableProxy(redis.get().port());
                ServiceProcess service = start(way.uri(), ServiceProcess.freePort())) {
            escalations.connectEverybody(List.of(service.url()));

            escalations.notifyEverybody(List.of(service.url()), () -> {
                redis.get().close();
                redis.set(EmbeddedRedis.start(data, RedisBinary.PATH_OR_BUNDLED));
                way.leadTo(redis.get().port());
            });

            escalations.assertNothingIsLost(service.url());
        } finally {
            redis.get().close();
        }
    }

    /** Returns the number of live nodes as they see it themselves. */
    private static long living(RedisRig rig) {
        return rig.redis()
                .command(Command.ZCARD, "oneping:nodes")
                .await()
                .indefinitely()
                .number();
    }

    private ServiceProcess start(String redis, int port) throws Exception {
        return ServiceProcess.start(redis, port, folder, "-Doneping.notify.rules=" + Escalations.rules(folder));
    }
}
