package dev.oneping.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneping.redis.embedded.EmbeddedRedis;
import dev.oneping.redis.embedded.RedisBinary;
import dev.oneping.redis.server.RedisUnavailable;
import dev.oneping.testing.RedisRig;
import io.vertx.redis.client.Command;
import java.nio.file.Path;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real Redis that answers, but cannot serve. */
class RedisOutageTest {

    private static final Script HEARTBEAT = Script.load("redis/heartbeat.lua");

    @TempDir
    private static Path folder;

    private static EmbeddedRedis server;
    private static RedisRig operator;

    @BeforeAll
    static void start() {
        server = EmbeddedRedis.start(folder, RedisBinary.PATH_OR_BUNDLED);
        operator = new RedisRig(server.uri());
    }

    @AfterAll
    static void end() {
        operator.close();
        server.close();
    }

    @Test
    void shouldBeUnavailableWhileRedisIsReadOnly() {
        assertOutage("READONLY", List.of("REPLICAOF", "127.0.0.1", "1"), List.of("REPLICAOF", "NO", "ONE"));
    }

    @Test
    void shouldBeUnavailableWhileRedisIsOutOfMemory() {
        assertOutage("OOM", List.of("CONFIG", "SET", "maxmemory", "1"), List.of("CONFIG", "SET", "maxmemory", "0"));
    }

    @Test
    void shouldBeUnavailableWhileRedisLacksReplicas() {
        assertOutage(
                "NOREPLICAS",
                List.of("CONFIG", "SET", "min-replicas-to-write", "1"),
                List.of("CONFIG", "SET", "min-replicas-to-write", "0"));
    }

    @Test
    void shouldReplaceConnectionsOnWhichRedisRefusesWrites() {
        try (RedisRig rig = new RedisRig(server.uri())) {
            write(rig);
            String before = connections();
            order(List.of("REPLICAOF", "127.0.0.1", "1"));
            try {
                Awaitility.await().until(() -> {
                    assertThrows(RedisUnavailable.class, () -> write(rig));
                    return !connections().equals(before);
                });
            } finally {
                order(List.of("REPLICAOF", "NO", "ONE"));
            }
        }
    }

    private static void assertOutage(String word, List<String> begin, List<String> end) {
        try (RedisRig rig = new RedisRig(server.uri())) {
            write(rig);
            order(begin);
            try {
                RedisUnavailable command = assertThrows(RedisUnavailable.class, () -> write(rig));
                assertTrue(String.valueOf(command.getMessage()).contains(word), command::getMessage);
                assertThrows(
                        RedisUnavailable.class,
                        () -> rig.redis()
                                .run(HEARTBEAT, List.of("outage:nodes"), List.of("node", 1000))
                                .await()
                                .indefinitely());
            } finally {
                order(end);
            }
            Awaitility.await().ignoreExceptions().until(() -> write(rig).equals("OK"));
        }
    }

    private static String write(RedisRig rig) {
        return rig.redis()
                .command(Command.SET, "outage:written", "1")
                .await()
                .indefinitely()
                .text();
    }

    private static void order(List<String> words) {
        Command command = Command.create(words.getFirst());
        String done = operator.redis()
                .command(command, words.subList(1, words.size()).toArray())
                .await()
                .indefinitely()
                .text();
        assertEquals("OK", done);
    }

    /** The ids of all connections but those of replication. */
    private static String connections() {
        return operator.redis()
                .command(Command.CLIENT, "LIST", "TYPE", "normal")
                .await()
                .indefinitely()
                .text()
                .replaceAll("(?m)^(id=\\d+).*$", "$1");
    }
}
