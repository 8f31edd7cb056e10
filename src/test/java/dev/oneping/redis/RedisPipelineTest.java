package dev.oneping.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneping.redis.embedded.EmbeddedRedis;
import dev.oneping.redis.embedded.RedisBinary;
import dev.oneping.testing.CuttableProxy;
import dev.oneping.testing.RedisRig;
import dev.oneping.testing.RedisServer;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedisPipelineTest {

    @Test
    void shouldGiveEveryAnswerToItsOwnCallerWhenThousandsCallAtOnce() {
        try (RedisRig rig = new RedisRig()) {
            List<String> asked =
                    IntStream.range(0, 10_000).mapToObj(i -> "call" + i).toList();

            List<String> answers = Multi.createFrom()
                    .iterable(asked)
                    .onItem()
                    .transformToUni(
                            text -> rig.redis().command(Command.ECHO, text).map(Reply::text))
                    .concatenate(true)
                    .collect()
                    .asList()
                    .await()
                    .indefinitely();

            assertEquals(asked, answers);
        }
    }

    @Test
    void shouldKeepTheWordsOfRedisWhenItRefuses() {
        try (RedisRig rig = new RedisRig()) {
            Throwable refused = assertThrows(
                    Throwable.class,
                    () -> rig.redis()
                            .command(Command.INCRBY, "pipeline-test", "much")
                            .await()
                            .indefinitely());

            assertTrue(String.valueOf(refused).contains("not an integer"), () -> String.valueOf(refused));
        }
    }

    @Test
    void shouldLoadAScriptThatRedisHasForgotten() {
        try (RedisRig rig = new RedisRig()) {
            Script claim = Script.load("redis/claim.lua");
            List<String> keys = List.of("{pipeline-test}:empty", "{pipeline-test}:owner");

            for (int i = 0; i < 3; i++) {
                rig.redis().command(Command.SCRIPT, "FLUSH").await().indefinitely();
                assertEquals(
                        "claimed",
                        rig.redis()
                                .run(claim, keys, List.of(0, 1, 1, "node", 1000))
                                .await()
                                .indefinitely()
                                .tag());
            }
        }
    }

    @Test
    void shouldFailInTimeWhenRedisIsMuteAndComeBackWithIt(@TempDir Path data) {
        try (EmbeddedRedis own = EmbeddedRedis.start(data, RedisBinary.PATH_OR_BUNDLED);
                RedisRig rig = new RedisRig(own.uri())) {
            assertEquals("PONG", ping(rig).await().indefinitely());

            rig.redis().command(Command.CLIENT, "PAUSE", 4000, "ALL").await().indefinitely();

            assertThrows(RedisUnavailable.class, () -> ping(rig).await().indefinitely());
            awaitPong(rig);
        }
    }

    @Test
    void shouldConnectAgainWhenItsConnectionsWereCut(@TempDir Path data) {
        try (EmbeddedRedis own = EmbeddedRedis.start(data, RedisBinary.PATH_OR_BUNDLED);
                RedisRig rig = new RedisRig(own.uri())) {
            for (int i = 0; i < 5; i++) {
                rig.redis()
                        .command(Command.CLIENT, "KILL", "TYPE", "normal", "SKIPME", "no")
                        .onFailure()
                        .recoverWithNull()
                        .await()
                        .indefinitely();
                awaitPong(rig);
            }
        }
    }

    @Test
    void shouldLeaveAConnectionThatHasGoneSilentForANewOne() {
        try (CuttableProxy way = new CuttableProxy(RedisServer.shared().port());
                RedisRig rig = new RedisRig(way.uri())) {
            awaitPong(rig);
            int before = way.connections();

            way.stall();

            assertThrows(RedisUnavailable.class, () -> ping(rig).await().indefinitely());
            awaitPong(rig);
            way.cut();
            awaitPong(rig);
            Awaitility.await().until(() -> way.connections() <= before);
        }
    }

    @Test
    void shouldSayThatRedisIsUnavailableWhenItHasEnded(@TempDir Path data) {
        EmbeddedRedis own = EmbeddedRedis.start(data, RedisBinary.PATH_OR_BUNDLED);
        try (RedisRig rig = new RedisRig(own.uri())) {
            awaitPong(rig);

            own.close();

            assertThrows(RedisUnavailable.class, () -> ping(rig).await().indefinitely());
        }
    }

    private static void awaitPong(RedisRig rig) {
        Awaitility.await()
                .ignoreExceptions()
                .until(() -> ping(rig).await().indefinitely().equals("PONG"));
    }

    private static Uni<String> ping(RedisRig rig) {
        return rig.redis().command(Command.PING).map(Reply::text);
    }
}
