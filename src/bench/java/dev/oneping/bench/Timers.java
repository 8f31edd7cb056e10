package dev.oneping.bench;

import dev.oneping.model.NodeId;
import dev.oneping.redis.Reply;
import dev.oneping.redis.Shard;
import dev.oneping.redis.embedded.EmbeddedRedis;
import dev.oneping.redis.embedded.RedisBinary;
import dev.oneping.redis.queue.DelayQueue;
import dev.oneping.redis.queue.DelayQueueWorker;
import dev.oneping.redis.queue.Membership;
import dev.oneping.testing.RedisRig;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongUnaryOperator;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * Measures the timers alone: the loop and the due sets of the service, with the lease and the batch of its escalation
 * worker, on a Redis of their own with an append-only file. The work of a timer is to remove it.
 */
final class Timers {

    private static final DelayQueue SET = new DelayQueue("timers");
    private static final Duration CLAIM = Duration.ofSeconds(10);
    private static final int BATCH = 64;
    private static final Duration HEAD_START = Duration.ofSeconds(15);
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final long HOUR = Duration.ofHours(1).toMillis();
    private static final int CHUNK = 100;
    private static final int DIGITS = 3;

    private final Options options;
    private final BenchReport report;

    Timers(Options options, BenchReport report) {
        this.options = options;
        this.report = report;
    }

    /** Measures and prints; false if a timer did not fire. */
    boolean measure() throws IOException, InterruptedException {
        Path data = Files.createTempDirectory("oneping-timers");
        try (EmbeddedRedis server = EmbeddedRedis.start(data, RedisBinary.PATH_OR_BUNDLED);
                RedisRig rig = new RedisRig(server.uri())) {
            report.timersDefinition(BATCH, rig.shards().all().size());
            int all = options.timers();
            int perSecond = options.rate();
            boolean sound = fire(rig, "at one instant", all, i -> 0)
                    && fire(rig, "%,d a second".formatted(perSecond), all, i -> i * 1000 / perSecond);
            pend(rig, Sockets.now().server("redis", server.port(), report));
            return sound;
        } finally {
            Folders.delete(data);
        }
    }

    /** Sets timers, each so many milliseconds after a common beginning, and waits until all have fired. */
    private boolean fire(RedisRig rig, String title, int count, LongUnaryOperator after) throws InterruptedException {
        long begin = Instant.now().plus(HEAD_START).toEpochMilli();
        Histogram late = new ConcurrentHistogram(DIGITS);
        CountDownLatch left = new CountDownLatch(count);
        set(rig, count, i -> begin + after.applyAsLong(i));
        boolean inTime = System.currentTimeMillis() < begin;
        DelayQueueWorker.Watch watch = loop(rig).watch(SET, CLAIM, BATCH, (shard, member) -> {
            long due = begin + after.applyAsLong(Long.parseLong(member.substring(member.lastIndexOf(':') + 1)));
            late.recordValue(Math.max(0, System.currentTimeMillis() - due));
            left.countDown();
            return rig.redis().command(Command.ZREM, SET.key(shard), member).replaceWithVoid();
        });
        boolean done = left.await(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        long span = System.currentTimeMillis() - begin;
        watch.stop();
        report.timers(title, count - left.getCount(), span, late, inTime);
        return done;
    }

    /** Measures the cost of pending timers. */
    private void pend(RedisRig rig, List<Watched> server) throws InterruptedException {
        List<Watched> processes = new ArrayList<>(server);
        processes.add(new Watched("loop", ProcessHandle.current()));
        long before = server.isEmpty() ? 0 : server.getFirst().residentBytes();
        long from = Instant.now().toEpochMilli() + HOUR;
        set(rig, options.pending(), i -> from + i);
        DelayQueueWorker.Watch watch = loop(rig)
                .watch(SET, CLAIM, BATCH, (shard, member) -> Uni.createFrom().voidItem());
        Thread.sleep(options.warmup());
        List<Duration> cpu = processes.stream().map(Watched::cpu).toList();
        Thread.sleep(options.span());
        for (int i = 0; i < processes.size(); i++) {
            report.idle(processes.get(i), processes.get(i).cpu().minus(cpu.get(i)), options.span());
        }
        watch.stop();
        if (!server.isEmpty()) {
            report.memory("redis", before, server.getFirst().residentBytes(), options.pending(), "pending timer");
        }
    }

    private static DelayQueueWorker loop(RedisRig rig) {
        NodeId self = NodeId.create(Instant.now());
        Membership alone = new Membership(rig.redis(), self);
        return new DelayQueueWorker(rig.vertx(), rig.redis(), rig.shards(), alone, self, Clock.systemUTC());
    }

    /** A member is about as long as one that names a tenant, a person and a notification. */
    private static void set(RedisRig rig, int count, LongUnaryOperator due) {
        List<Shard> shards = rig.shards().all();
        for (int first = 0; first < count; first += CHUNK * shards.size()) {
            List<Uni<Reply>> sent = new ArrayList<>();
            for (int place = 0; place < shards.size(); place++) {
                List<Object> arguments = new ArrayList<>(List.of(SET.key(shards.get(place))));
                for (int i = first + place; i < Math.min(count, first + CHUNK * shards.size()); i += shards.size()) {
                    arguments.add(due.applyAsLong(i));
                    arguments.add("default:person-" + i % 1000 + ":ntf_01m8adgersm7enk3j3f4t5kvvq0h:" + i);
                }
                if (arguments.size() > 1) {
                    sent.add(rig.redis().command(Command.ZADD, arguments.toArray()));
                }
            }
            Uni.join().all(sent).andFailFast().await().indefinitely();
        }
    }
}
