package dev.oneping.redis.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneping.model.NodeId;
import dev.oneping.redis.ClockSync;
import dev.oneping.redis.RedisClock;
import dev.oneping.redis.RedisPipeline;
import dev.oneping.redis.Shard;
import dev.oneping.redis.embedded.EmbeddedRedis;
import dev.oneping.redis.embedded.RedisBinary;
import dev.oneping.testing.House;
import dev.oneping.testing.MortalRedis;
import dev.oneping.testing.RedisRig;
import io.micrometer.core.instrument.Metrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Timers that come due all at once, for one node and for several, on a Redis whose shards nobody else works on. */
@Tag("slow")
class DelayQueueWorkerTest {

    private static final int BATCH = 16;
    private static final int ENTRIES = 3_000;
    private static final Duration COMES_AGAIN = Duration.ofSeconds(30);

    @TempDir
    private static Path folder;

    private static EmbeddedRedis server;

    private final DelayQueue set = new DelayQueue("due-loop-test");
    private final Map<String, AtomicInteger> done = new ConcurrentHashMap<>();
    private RedisRig rig;

    @BeforeAll
    static void start() {
        server = EmbeddedRedis.start(folder, RedisBinary.PATH_OR_BUNDLED);
    }

    @AfterAll
    static void end() {
        server.close();
    }

    @BeforeEach
    void connect() {
        rig = new RedisRig(server.uri());
        rig.redis().command(Command.FLUSHALL).await().indefinitely();
    }

    @AfterEach
    void close() {
        rig.close();
    }

    /** Each shard's batch is done before its next one is taken, so a flood of timers waits in Redis and not in the heap. */
    @Test
    void shouldWorkOnABatchOfAShardAtATimeHoweverManyAreDue() {
        AtomicInteger atWork = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Shard one = rig.shards().all().getFirst();
        for (int i = 0; i < ENTRIES; i++) {
            add(one, "work" + i, Instant.now());
        }

        DelayQueueWorker.Watch watch = node(rig.redis(), Clock.systemUTC())
                .watch(set, COMES_AGAIN, BATCH, (shard, member) -> {
                    most.accumulateAndGet(atWork.incrementAndGet(), Math::max);
                    return finish(shard, member).onTermination().invoke(atWork::decrementAndGet);
                });
        awaitAll();
        watch.stop();

        assertTrue(most.get() <= BATCH, "at work at once: " + most);
        done.forEach((member, times) -> assertEquals(1, times.get(), member));
    }

    @Test
    void shouldNotTakeWhatIsDueAtOnceForLate() {
        SimpleMeterRegistry meters = new SimpleMeterRegistry();
        Metrics.addRegistry(meters);
        Shard one = rig.shards().all().getFirst();
        try {
            add(one, "nudge", Instant.EPOCH);
            DelayQueueWorker.Watch watch =
                    node(rig.redis(), Clock.systemUTC()).watch(set, COMES_AGAIN, BATCH, this::finish);
            Awaitility.await().until(() -> done.containsKey("nudge"));
            watch.stop();

            meters.find("oneping.timers.lateness")
                    .tag("queue", set.name())
                    .timers()
                    .forEach(timer -> assertTrue(timer.max(TimeUnit.DAYS) < 1, timer.toString()));
        } finally {
            Metrics.removeRegistry(meters);
        }
    }

    /** Neither knows of the other, so both believe that every shard is theirs. */
    @Test
    void shouldHandleEachMemberOnceWhenTwoNodesOwnSameShards() {
        for (int i = 0; i < ENTRIES; i++) {
            add(rig.shards().all().get(i % rig.shards().all().size()), "work" + i, Instant.now());
        }

        DelayQueueWorker.Watch first =
                node(rig.redis(), Clock.systemUTC()).watch(set, COMES_AGAIN, BATCH, this::finish);
        DelayQueueWorker.Watch second =
                node(rig.redis(), Clock.systemUTC()).watch(set, COMES_AGAIN, BATCH, this::finish);
        awaitAll();
        first.stop();
        second.stop();

        done.forEach((member, times) -> assertEquals(1, times.get(), member));
    }

    @Test
    void shouldFailOverWhenOwnerIsPausedForLongerThanItsLease() {
        MortalRedis stopped = new MortalRedis(rig);
        Shard shard = rig.shards().all().getFirst();
        add(shard, "before", Instant.now());
        DelayQueueWorker.Watch owner = node(stopped, Clock.systemUTC()).watch(set, COMES_AGAIN, BATCH, this::finish);
        Awaitility.await().until(() -> done.containsKey("before"));

        stopped.stop();
        add(shard, "after", Instant.now());
        DelayQueueWorker.Watch other =
                node(rig.redis(), Clock.systemUTC()).watch(set, COMES_AGAIN, BATCH, this::finish);
        Awaitility.await().atMost(DelayQueue.OWNERSHIP.multipliedBy(6)).until(() -> done.containsKey("after"));
        stopped.resume();

        assertEquals(1, done.get("after").get());
        owner.stop();
        other.stop();
    }

    @Test
    void shouldFireOnTimeOnANodeWhoseOwnClockIsMinutesWrong() {
        for (Duration wrong : new Duration[] {Duration.ofMinutes(5), Duration.ofMinutes(-5)}) {
            RedisClock clock = new RedisClock(InstantSource.offset(InstantSource.system(), wrong));
            new ClockSync(rig.redis(), clock).start(new StartupEvent());
            Map<String, Instant> fired = new ConcurrentHashMap<>();
            Instant due = redisNow().plusMillis(700);
            String name = "wrong by " + wrong;
            add(rig.shards().all().getLast(), name, due);

            DelayQueueWorker.Watch watch = node(rig.redis(), clock).watch(set, COMES_AGAIN, BATCH, (shard, member) -> {
                fired.put(member, clock.instant());
                return finish(shard, member);
            });
            Awaitility.await(name).until(() -> fired.containsKey(name));
            watch.stop();

            assertTrue(!redisNow().isBefore(due.minusMillis(50)), name + " came early");
            assertTrue(!fired.get(name).isBefore(due), name + " came early by the corrected clock");
        }
    }

    private DelayQueueWorker node(RedisPipeline redis, Clock clock) {
        return new House(Map.of())
                .with(RedisPipeline.class, redis)
                .with(Vertx.class, rig.vertx())
                .with(Clock.class, clock)
                .with(NodeId.class, NodeId.create(Instant.now()))
                .get(DelayQueueWorker.class);
    }

    private Uni<Void> finish(Shard shard, String member) {
        done.computeIfAbsent(member, fresh -> new AtomicInteger()).incrementAndGet();
        return rig.redis().command(Command.ZREM, set.key(shard), member).replaceWithVoid();
    }

    private void add(Shard shard, String member, Instant due) {
        rig.redis()
                .command(Command.ZADD, set.key(shard), due.toEpochMilli(), member)
                .await()
                .indefinitely();
    }

    private void awaitAll() {
        Awaitility.await().atMost(Duration.ofMinutes(2)).until(() -> done.size() == ENTRIES);
    }

    private Instant redisNow() {
        var time = rig.redis().command(Command.TIME).await().indefinitely();
        return Instant.ofEpochMilli(time.number(0) * 1000 + time.number(1) / 1000);
    }
}
