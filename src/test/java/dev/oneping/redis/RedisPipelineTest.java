package dev.oneping.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneping.redis.embedded.EmbeddedRedis;
import dev.oneping.redis.embedded.RedisBinary;
import dev.oneping.redis.server.RedisConfig;
import dev.oneping.redis.server.RedisUnavailable;
import dev.oneping.testing.CuttableProxy;
import dev.oneping.testing.RedisRig;
import dev.oneping.testing.RedisServer;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("slow")
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

    /** The client has a limit of its own, of 2048 calls; it must not be the one that is felt. */
    @Test
    void shouldRejectCallsBeyondItsLimit() {
        RedisConfig config = oneLane(3_000);
        List<Throwable> refusals = new CopyOnWriteArrayList<>();
        try (CuttableProxy way = new CuttableProxy(RedisServer.shared().port());
                RedisRig rig = new RedisRig(way.uri(), config)) {
            awaitPong(rig);
            way.stall();

            for (int i = 0; i < config.maxInFlight() + 10; i++) {
                ping(rig).subscribe().with(answer -> {}, refusals::add);
            }

            Awaitility.await().until(() -> refusals.size() == 10);
            refusals.forEach(refusal -> assertInstanceOf(RedisUnavailable.class, refusal));
        }
    }

    /** What belongs to a request is found by its context, also after Redis was asked, and on whichever event loop. */
    @Test
    void shouldAnswerOnTheContextOfTheCaller() {
        int callers = 32;
        Queue<Boolean> same = new ConcurrentLinkedQueue<>();
        try (RedisRig rig = new RedisRig()) {
            rig.vertx()
                    .deployVerticle(
                            () -> new AbstractVerticle() {
                                @Override
                                public void start() {
                                    ping(rig).subscribe().with(answer -> same.add(Vertx.currentContext() == context));
                                }
                            },
                            new DeploymentOptions().setInstances(callers));

            Awaitility.await().until(() -> same.size() == callers);

            assertFalse(same.contains(false));
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
    void shouldTimeOutWhenRedisIsUnresponsiveAndRecover(@TempDir Path data) {
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
    void shouldReplaceSilentConnection() {
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

    /** To close a connection of the client only hands it back to a pool: a socket that is given up must be closed. */
    @Test
    void shouldCloseTheSocketWhoseOtherSideHasGoneSilent() {
        try (CuttableProxy way = new CuttableProxy(RedisServer.shared().port());
                RedisRig rig = new RedisRig(way.uri())) {
            awaitPong(rig);
            way.swallow();

            assertThrows(RedisUnavailable.class, () -> ping(rig).await().indefinitely());

            Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
                ping(rig).onFailure().recoverWithNull().await().indefinitely();
                return way.swallowing() == 0;
            });
            awaitPong(rig);
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

    /** One connection, and more patience than a test needs. */
    private static RedisConfig oneLane(int maxInFlight) {
        return RedisRig.config(
                RedisConfig.class,
                Map.of(
                        "oneping.redis.connections", "1",
                        "oneping.redis.timeout", "1m",
                        "oneping.redis.max-in-flight", Integer.toString(maxInFlight)));
    }
}
