package dev.oneping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneping.redis.embedded.EmbeddedRedis;
import dev.oneping.redis.embedded.RedisBinary;
import dev.oneping.redis.embedded.RedisProbe;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person at the terminal reads when the service cannot start: the program itself, run in a JVM of its own. */
@Tag("slow")
class MainTest {

    @TempDir
    Path temp;

    @Test
    void shouldRefuseProductionWithoutRedis() throws Exception {
        assertEquals(
                "oneping: In production oneping requires the address of a Redis: set QUARKUS_REDIS_HOSTS, "
                        + "for example redis://localhost:6379.",
                refusal("-Dquarkus.http.port=0"));
    }

    @Test
    void shouldNameRedisThatDoesNotAnswerButNotItsPassword() throws Exception {
        assertEquals(
                "oneping: Redis does not answer at 127.0.0.1:1: start it, or correct QUARKUS_REDIS_HOSTS.",
                refusal("-Dquarkus.http.port=0", "-Dquarkus.redis.hosts=redis://:secret@127.0.0.1:1"));
    }

    @Test
    void shouldNamePortInUse() throws Exception {
        try (var other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var refusal = refusal("-Dquarkus.profile=local", "-Dquarkus.http.port=" + other.getLocalPort());

            assertTrue(refusal.startsWith("oneping: Port " + other.getLocalPort() + " on 127.0.0.1 "), refusal);
        }
    }

    @Test
    void shouldNameDataFolderThatIsNotWritable() throws Exception {
        var file = Files.writeString(temp.resolve("data"), "not a folder");

        var refusal = refusal("-Dquarkus.profile=local", "-Dquarkus.http.port=0", "-Doneping.data=" + file);

        assertTrue(refusal.startsWith("oneping: The data folder " + file + " is not writable"), refusal);
    }

    @Test
    void shouldRefuseAKeyThatCouldBeGuessed() throws Exception {
        var refusal = refusal("-Dquarkus.profile=local", "-Dquarkus.http.port=0", "-Doneping.dev-key=secret");

        assertEquals(
                "oneping: ONEPING_DEV_KEY is too short and could be guessed; it must have 16 characters or more.",
                refusal.strip());
    }

    @Test
    void shouldRefuseInProductionARedisThatMayLose() throws Exception {
        try (var redis = EmbeddedRedis.start(temp.resolve("redis"), RedisBinary.PATH_OR_BUNDLED);
                var operator = RedisProbe.connect(URI.create(redis.uri()), Duration.ofSeconds(10))) {
            operator.ask("CONFIG", "SET", "appendonly", "no");
            assertEquals(
                    "oneping: Redis at " + place(redis) + " keeps no append-only file, so that a restart loses "
                            + "notifications: set appendonly yes, or accept the loss by ONEPING_REDIS_ACCEPT_LOSS=true.",
                    refusal("-Dquarkus.http.port=0", "-Dquarkus.redis.hosts=" + redis.uri()));

            operator.ask("CONFIG", "SET", "maxmemory-policy", "allkeys-lru");
            assertEquals(
                    "oneping: Redis at " + place(redis) + " evicts keys when its memory is full: "
                            + "set maxmemory-policy noeviction, or accept the loss by ONEPING_REDIS_ACCEPT_LOSS=true.",
                    refusal("-Dquarkus.http.port=0", "-Dquarkus.redis.hosts=" + redis.uri()));
        }
    }

    @Test
    void shouldRefuseEverywhereARedisThatCannotServe() throws Exception {
        try (var redis = EmbeddedRedis.start(temp.resolve("redis"), RedisBinary.PATH_OR_BUNDLED);
                var operator = RedisProbe.connect(URI.create(redis.uri()), Duration.ofSeconds(10))) {
            operator.ask("SET", "oneping:shards", "16");
            assertEquals(
                    "oneping: oneping.redis.shards is 64, but Redis at " + place(redis)
                            + " was first used with 16: set ONEPING_REDIS_SHARDS=16, or use another Redis.",
                    refusal(
                            "-Dquarkus.profile=local",
                            "-Dquarkus.http.port=0",
                            "-Dquarkus.redis.hosts=" + redis.uri()));

            operator.ask("REPLICAOF", "127.0.0.1", "1");
            assertEquals(
                    "oneping: Redis at " + place(redis) + " is a replica: use the address of its primary.",
                    refusal(
                            "-Dquarkus.profile=local",
                            "-Dquarkus.http.port=0",
                            "-Dquarkus.redis.hosts=" + redis.uri()));
            operator.ask("REPLICAOF", "NO", "ONE");
        }
    }

    private static String place(EmbeddedRedis redis) {
        return URI.create(redis.uri()).getAuthority();
    }

    @Test
    void shouldChooseOwnRedisOutsideProductionOnly() {
        var given = Optional.of(List.of("redis://localhost:6379"));

        assertEquals(new RedisChoice.Given(given.get()), RedisChoice.of(given, List.of("prod"), temp));
        assertEquals(new RedisChoice.Given(given.get()), RedisChoice.of(given, List.of("local"), temp));
        assertEquals(new RedisChoice.Embedded(temp), RedisChoice.of(Optional.empty(), List.of("local"), temp));
        assertEquals(new RedisChoice.Missing(), RedisChoice.of(Optional.empty(), List.of("kafka", "prod"), temp));
    }

    private String refusal(String... properties) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path")));
        // Quarkus' own starter of the packaged service sets this one.
        command.add("-Djava.util.logging.manager=org.jboss.logmanager.LogManager");
        command.addAll(List.of(properties));
        command.add(Main.class.getName());
        var errors = temp.resolve("errors");
        var builder = new ProcessBuilder(command).directory(temp.toFile()).redirectError(errors.toFile());
        builder.environment().remove("QUARKUS_REDIS_HOSTS");
        var process = builder.start();
        assertEquals("", new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        assertEquals(1, process.waitFor());
        var lines = Files.readAllLines(errors);
        assertEquals(1, lines.size(), () -> String.join("\n", lines));
        return lines.get(0);
    }
}
