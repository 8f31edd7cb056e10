package dev.oneping.redis.embedded;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("slow")
class EmbeddedRedisTest {

    @TempDir
    Path temp;

    @ParameterizedTest
    @EnumSource
    void shouldKeepDataBetweenRuns(RedisBinary binary) throws IOException {
        var data = temp.resolve("a folder/data");
        try (var first = EmbeddedRedis.start(data, binary)) {
            assertEquals(List.of("OK"), ask(first, "SET", "fruit", "quince"));
        }
        try (var second = EmbeddedRedis.start(data, binary)) {
            assertEquals(List.of("quince"), ask(second, "GET", "fruit"));
        }
    }

    @Test
    void shouldKeepDataFromOtherUsersOfTheMachine() throws IOException {
        var data = temp.resolve("data");
        try (var redis = EmbeddedRedis.start(data, RedisBinary.PATH_OR_BUNDLED)) {
            assertEquals(List.of("OK"), ask(redis, "SET", "fruit", "quince"));

            assertEquals("rwx------", PosixFilePermissions.toString(Files.getPosixFilePermissions(data)));
            try (var files = Files.walk(data)) {
                for (var file :
                        files.filter(it -> it.toString().contains(".aof")).toList()) {
                    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldAskForThePasswordOfItsFolder(RedisBinary binary) throws IOException {
        String uri;
        try (var first = EmbeddedRedis.startWithPassword(temp, binary)) {
            assertTrue(ask(first, "SET", "fruit", "quince").getFirst().startsWith("-NOAUTH"));
            try (var probe = RedisProbe.connect(URI.create(first.uri()), Duration.ofSeconds(5))) {
                assertEquals(List.of("OK"), probe.ask("SET", "fruit", "quince"));
            }
            uri = first.uri();
        }
        try (var second = EmbeddedRedis.startWithPassword(temp, binary);
                var probe = RedisProbe.connect(URI.create(second.uri()), Duration.ofSeconds(5))) {
            assertEquals(List.of("quince"), probe.ask("GET", "fruit"));
            assertEquals(URI.create(uri).getUserInfo(), URI.create(second.uri()).getUserInfo());
        }
        assertEquals(
                "rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(temp.resolve("redis.conf"))));
    }

    @Test
    void shouldRefuseSecondServerOverSameFolder() {
        try (var first = EmbeddedRedis.start(temp, RedisBinary.PATH_OR_BUNDLED)) {
            var refusal = refusedStart(temp);

            assertTrue(refusal.contains("in use by another oneping"), refusal);
            assertTrue(refusal.contains(temp.toString()), refusal);
            first.close();
        }
        EmbeddedRedis.start(temp, RedisBinary.PATH_OR_BUNDLED).close();
    }

    @Test
    void shouldNameFolderAndRemedyWhenFolderIsNotWritable() throws IOException {
        var file = Files.writeString(temp.resolve("file"), "not a folder");

        var refusal = refusedStart(file.resolve("data"));

        assertTrue(refusal.startsWith("The data folder " + file.resolve("data") + " is not writable"), refusal);
        assertTrue(refusal.contains("-Doneping.data=<folder>"), refusal);
    }

    @Test
    void shouldRefuseOldServerOverNewerData() throws IOException {
        Files.createDirectory(temp.resolve("appendonlydir"));

        var refusal = refusedStart(temp, RedisBinary.BUNDLED);

        assertTrue(refusal.contains("written by Redis 7 or newer"), refusal);
    }

    @Test
    void shouldPointToRedisLogWhenDataIsBroken() throws IOException {
        EmbeddedRedis.start(temp, RedisBinary.PATH_OR_BUNDLED).close();
        try (var files = Files.walk(temp)) {
            for (var file : files.filter(it -> it.toString().contains(".aof")).toList()) {
                Files.writeString(file, "not what Redis has written\n");
            }
        }

        var refusal = refusedStart(temp);

        assertTrue(refusal.contains(temp.resolve("redis.log").toString()), refusal);
    }

    @Test
    void shouldEndServerWhenJvmIsKilled() throws Exception {
        var jvm = startInOtherJvm(temp);
        int port = awaitPort(temp);
        assertEquals(List.of("OK"), ask(port, "SET", "fruit", "medlar"));

        jvm.destroyForcibly().waitFor();

        await().atMost(10, SECONDS).untilAsserted(() -> assertThrows(IOException.class, () -> ask(port, "PING")));
        assertSurvived("medlar");
    }

    @Test
    void shouldStopServerThatAKilledJvmAndGuardLeftBehind() throws Exception {
        var jvm = startInOtherJvm(temp);
        int port = awaitPort(temp);
        assertEquals(List.of("OK"), ask(port, "SET", "fruit", "sloe"));
        var guards = jvm.children().toList();
        guards.forEach(ProcessHandle::destroyForcibly);
        jvm.destroyForcibly().waitFor();
        assertEquals(List.of("PONG"), ask(port, "PING"), "the leftover should still run");

        assertSurvived("sloe");

        assertThrows(IOException.class, () -> ask(port, "PING"));
    }

    @Test
    void shouldStartOverDataOfServerThatWasKilled() throws Exception {
        try (var redis = EmbeddedRedis.start(temp, RedisBinary.PATH_OR_BUNDLED)) {
            assertEquals(List.of("OK"), ask(redis, "SET", "fruit", "rowan"));
            var pid =
                    Integer.parseInt(Files.readString(temp.resolve("redis.pid")).strip());
            ProcessHandle.of(pid).orElseThrow().destroyForcibly();
            await().atMost(10, SECONDS).until(() -> !RedisProbe.listens(redis.port()));
        }
        assertSurvived("rowan");
    }

    @Test
    void shouldEndServerWhoseFolderIsGone() throws IOException {
        var data = temp.resolve("data");
        try (var redis = EmbeddedRedis.start(data, RedisBinary.PATH_OR_BUNDLED)) {
            Files.move(data, temp.resolve("elsewhere"));

            redis.close();

            assertFalse(RedisProbe.listens(redis.port()));
        }
    }

    @Test
    void shouldLeaveAloneAnotherServerOnTheRememberedPort() throws IOException {
        try (var stranger = EmbeddedRedis.start(temp.resolve("theirs"), RedisBinary.PATH_OR_BUNDLED)) {
            var ours = Files.createDirectory(temp.resolve("ours"));
            Files.writeString(ours.resolve("redis.port"), Integer.toString(stranger.port()));

            EmbeddedRedis.start(ours, RedisBinary.PATH_OR_BUNDLED).close();

            assertEquals(List.of("PONG"), ask(stranger, "PING"));
        }
    }

    private void assertSurvived(String fruit) throws IOException {
        try (var redis = EmbeddedRedis.start(temp, RedisBinary.PATH_OR_BUNDLED)) {
            assertEquals(List.of(fruit), ask(redis, "GET", "fruit"));
        }
    }

    private static String refusedStart(Path data) {
        return refusedStart(data, RedisBinary.PATH_OR_BUNDLED);
    }

    private static String refusedStart(Path data, RedisBinary binary) {
        var refusal = assertThrows(RedisStartException.class, () -> EmbeddedRedis.start(data, binary));
        assertEquals(1, refusal.sentence().lines().count(), refusal.sentence());
        return refusal.sentence();
    }

    private static Process startInOtherJvm(Path data) throws IOException {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return new ProcessBuilder(
                        java,
                        "-cp",
                        System.getProperty("java.class.path"),
                        EmbeddedRedisTestJvm.class.getName(),
                        data.toString())
                .redirectErrorStream(true)
                .redirectOutput(data.resolve("jvm.log").toFile())
                .start();
    }

    private static int awaitPort(Path data) {
        await().atMost(30, SECONDS)
                .untilAsserted(() ->
                        assertTrue(Files.readString(data.resolve("jvm.log")).contains("serves")));
        try {
            return Integer.parseInt(Files.readString(data.resolve("redis.port")));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static List<String> ask(EmbeddedRedis redis, String... words) throws IOException {
        return ask(redis.port(), words);
    }

    private static List<String> ask(int port, String... words) throws IOException {
        try (var probe = RedisProbe.connect("127.0.0.1", port, Duration.ofSeconds(5))) {
            return probe.ask(words);
        }
    }
}
