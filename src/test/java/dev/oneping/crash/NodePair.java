package dev.oneping.crash;

import dev.oneping.redis.embedded.EmbeddedRedis;
import dev.oneping.redis.embedded.RedisBinary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Two nodes on one Redis, each a process of its own. */
final class NodePair implements AutoCloseable {

    /** For how long a session is believed in of which nobody says anything. */
    static final Duration LEASE = Duration.ofSeconds(12);

    private static final String[] SETTINGS = {
        "-Doneping.presence.heartbeat=3s",
        "-Doneping.presence.pong-limit=2s",
        "-Doneping.presence.lease=" + LEASE.toSeconds() + "s"
    };

    private final Path folder;
    private final EmbeddedRedis redis;
    private ServiceProcess first;
    private ServiceProcess second;

    private NodePair(Path folder, EmbeddedRedis redis, ServiceProcess first, ServiceProcess second) {
        this.folder = folder;
        this.redis = redis;
        this.first = first;
        this.second = second;
    }

    /** Starts both at once, and waits until they are ready. */
    static NodePair start(Path folder) throws Exception {
        EmbeddedRedis redis =
                EmbeddedRedis.start(Files.createDirectory(folder.resolve("redis")), RedisBinary.PATH_OR_BUNDLED);
        try (ExecutorService starts = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<ServiceProcess> one = starts.submit(() -> node(redis, folder));
            Future<ServiceProcess> other = starts.submit(() -> node(redis, folder));
            return new NodePair(folder, redis, one.get(), other.get());
        }
    }

    ServiceProcess first() {
        return first;
    }

    ServiceProcess second() {
        return second;
    }

    /** Starts another node in the place of each that is dead. */
    void revive() throws IOException {
        first = alive(first);
        second = alive(second);
    }

    @Override
    public void close() throws Exception {
        first.kill();
        second.kill();
        redis.close();
    }

    private ServiceProcess alive(ServiceProcess node) throws IOException {
        return node.isAlive() ? node : node(redis, folder);
    }

    private static ServiceProcess node(EmbeddedRedis redis, Path folder) throws IOException {
        return ServiceProcess.start(redis.uri(), ServiceProcess.freePort(), folder, SETTINGS);
    }
}
