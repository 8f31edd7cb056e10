package dev.oneping.redis;

import dev.oneping.model.NodeId;
import dev.oneping.redis.time.Time;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The pulse between this node and Redis, by which an outage is told from the absence of users. While it is interrupted,
 * leases stand still at the last beat, and what is due by the passing of time is not claimed. After an outage that all
 * nodes saw, both continue when every node has renewed the sessions that it holds and has written the answers that it
 * kept, or after {@link #LONGEST_WAIT}: a node that never returns delays nothing further.
 *
 * <p>An outage that only this node sees does not stop the others, which cannot know whether it is alive: its sessions end
 * with their leases. Thread-safe.
 */
@Singleton
public class Pulse {

    /** The pause between two beats from which it counts as an outage. A node takes Redis for away a little earlier. */
    static final Duration GAP = Duration.ofSeconds(5);

    /** The longest time that leases stand still after an outage. */
    static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    private static final Logger LOG = Logger.getLogger(Pulse.class);
    private static final Script PULSE = Script.load("redis/pulse.lua");
    private static final String KEY = "oneping:pulse";

    /** The age of the last beat up to which a single failed call is worth an immediate repetition. */
    private static final Duration HEARD = Duration.ofMillis(2_500);

    private final RedisPipeline redis;
    private final NodeId self;
    private final LongSupplier nanoTime;
    private final Duration gap;
    private final Duration longestWait;
    private final List<BooleanSupplier> works = new CopyOnWriteArrayList<>();
    private final List<Runnable> returns = new CopyOnWriteArrayList<>();
    private volatile @Nullable Beat last;

    @Inject
    Pulse(RedisPipeline redis, NodeId self) {
        this(redis, self, Time::nanoTime, GAP, LONGEST_WAIT);
    }

    Pulse(RedisPipeline redis, NodeId self, LongSupplier nanoTime, Duration gap, Duration longestWait) {
        this.redis = redis;
        this.self = self;
        this.nanoTime = nanoTime;
        this.gap = gap;
        this.longestWait = longestWait;
    }

    /**
     * Registers work that an outage leaves behind on this node: nothing is claimed until it is done.
     *
     * @param isDone whether nothing of it is left
     */
    public void awaits(BooleanSupplier isDone) {
        works.add(isDone);
    }

    /** Registers a task that runs when Redis answers again after an outage. Runs on any thread. */
    public void onReturn(Runnable task) {
        returns.add(task);
    }

    /** Returns whether Redis has answered within the last seconds. */
    public boolean isHeard() {
        return Time.isVirtual() || age() <= HEARD.toNanos();
    }

    /** Returns whether work that is due by the passing of time may be claimed. */
    public boolean isSteady() {
        if (Time.isVirtual()) {
            return true;
        }
        Beat beat = last;
        return beat != null && beat.stillAt == 0 && isRecent() && isSettled();
    }

    /** Returns the instant by which leases are judged: the given one, or an earlier one while leases stand still. */
    public Instant leaseTime(Instant now) {
        Beat beat = last;
        if (beat == null) {
            return now;
        }
        if (beat.stillAt == 0 && isRecent()) {
            return now;
        }
        Instant still = Instant.ofEpochMilli(beat.stillAt == 0 ? beat.at : beat.stillAt);
        return still.isBefore(now) ? still : now;
    }

    /** Sends one beat. In a simulation Redis is never away. */
    @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    public Uni<Void> beat() {
        if (Time.isVirtual()) {
            return Uni.createFrom().voidItem();
        }
        Beat before = last;
        long sent = nanoTime.getAsLong();
        boolean away = before != null && sent - before.sentNanos > gap.toNanos();
        List<Object> arguments = List.of(
                self,
                gap.toMillis(),
                longestWait.toMillis(),
                before == null ? 0 : before.at,
                !away && isSettled() ? 1 : 0);
        return redis.run(PULSE, List.of(KEY), arguments)
                .invoke(reply -> {
                    if (before != null && reply.number(1) - before.at > gap.toMillis()) {
                        // Before the beat counts: nothing is claimed until the work of the outage is known.
                        LOG.infof(
                                "Redis answers again after %d s; sessions are renewed before anything that is due",
                                (reply.number(1) - before.at) / 1000);
                        returns.forEach(Runnable::run);
                    }
                    last = new Beat(sent, reply.number(1), reply.number(2));
                })
                .onFailure()
                .recoverWithNull()
                .replaceWithVoid();
    }

    void leave(@Observes ShutdownEvent ignored) {
        redis.command(Command.HDEL, KEY, "r:" + self, "s:" + self, "w:" + self)
                .subscribe()
                .with(done -> {}, failure -> {});
    }

    private boolean isSettled() {
        return works.stream().allMatch(BooleanSupplier::getAsBoolean);
    }

    /** Shorter than the gap, so that no node acts in one. */
    private boolean isRecent() {
        return age() <= gap.toNanos() / 5 * 4;
    }

    private long age() {
        Beat beat = last;
        return beat == null ? Long.MAX_VALUE : nanoTime.getAsLong() - beat.sentNanos;
    }

    /**
     * An answered beat.
     *
     * @param at      the time of Redis in milliseconds
     * @param stillAt the time at which leases stand still; 0 if they do not
     */
    private record Beat(long sentNanos, long at, long stillAt) {}
}
