package dev.oneping.testing;

import dev.oneping.redis.embedded.EmbeddedRedis;
import dev.oneping.redis.embedded.RedisBinary;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.vertx.redis.client.RedisClientType;
import io.vertx.redis.client.RedisOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;

/**
 * One real Redis for the whole test JVM, started by the first test that asks and ended with the JVM. Tests share it, so each
 * works under a tenant or key of its own and none flushes it.
 *
 * <p>It is the {@code redis-server} of the {@code PATH}, else the bundled one; {@code ONEPING_TEST_REDIS=embedded}, as an
 * environment variable or system property, forces the bundled one, which is Redis 6.2 and so our floor. The system property
 * {@code oneping.test.redis=cluster} takes a cluster of three masters instead.
 */
public final class RedisServer implements QuarkusTestResourceLifecycleManager {

    /** Quarkus loads this class more than once in a JVM; a system property is what all the copies see. */
    private static final String SHARED_PORT = "oneping.testing.redis.port";

    /**
     * The address of the shared server.
     *
     * @param host a loopback address
     * @param port a TCP port
     */
    public record Address(String host, int port) {

        /** The address as Redis clients take it. */
        public String uri() {
            return "redis://" + host + ":" + port;
        }
    }

    /** The shared server, started now if need be. */
    public static Address shared() {
        synchronized (System.getProperties()) {
            var port = Integer.getInteger(SHARED_PORT);
            return new Address("127.0.0.1", port == null ? startServer() : port);
        }
    }

    /** Whether the tests run on a Redis Cluster, by {@code -Doneping.test.redis=cluster}. */
    public static boolean isCluster() {
        return System.getProperty("oneping.test.redis", "").equals("cluster");
    }

    /** The options of a client of a server, or of the cluster that it is a node of. */
    public static RedisOptions options(String uri) {
        return new RedisOptions()
                .setConnectionString(uri)
                .setProtocolNegotiation(false)
                .setType(
                        isCluster() && uri.equals(shared().uri())
                                ? RedisClientType.CLUSTER
                                : RedisClientType.STANDALONE);
    }

    private static int startServer() {
        if (isCluster()) {
            int node = RedisClusterProcess.start(3, false).nodes().getFirst().port();
            System.setProperty(SHARED_PORT, Integer.toString(node));
            return node;
        }
        var folder = temporaryFolder();
        var redis = EmbeddedRedis.start(folder, chosenBinary());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            recordKeys(redis.port());
            redis.close();
            delete(folder);
        }));
        System.setProperty(SHARED_PORT, Integer.toString(redis.port()));
        return redis.port();
    }

    /** Records what the tests left behind, where the build asks for it by the property {@code oneping.keys}. */
    private static void recordKeys(int port) {
        String file = System.getProperty("oneping.keys", "");
        if (!file.isEmpty()) {
            try {
                KeyShapes.record(port, Path.of(file));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static RedisBinary chosenBinary() {
        var wish = System.getProperty("ONEPING_TEST_REDIS", System.getenv().getOrDefault("ONEPING_TEST_REDIS", ""));
        return wish.equals("embedded") ? RedisBinary.BUNDLED : RedisBinary.PATH_OR_BUNDLED;
    }

    private static Path temporaryFolder() {
        try {
            return Files.createTempDirectory("oneping-test-redis");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path folder) {
        try (var paths = Files.walk(folder)) {
            for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Map<String, String> start() {
        return Map.of(
                "quarkus.redis.hosts",
                shared().uri(),
                "quarkus.redis.client-type",
                isCluster() ? "cluster" : "standalone");
    }

    @Override
    public void stop() {
        // The server is the JVM's, not this test class's.
    }
}
