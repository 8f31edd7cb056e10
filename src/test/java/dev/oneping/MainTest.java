package dev.oneping;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a person at the terminal reads when the service cannot start: the program itself, run in a JVM of its own. */
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
