package dev.oneping.redis.queue;

import dev.oneping.model.NodeId;
import dev.oneping.redis.RedisMeters;
import dev.oneping.redis.RedisPipeline;
import dev.oneping.redis.Shard;
import dev.oneping.redis.Shards;
import dev.oneping.redis.time.Time;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Polls delay queues in the shards that this node owns and passes each due member to a handler. Polls when the next
 * member is due, and after a quarter of a second at the latest, because another node may have added an earlier one. One
 * poll is one command for all shards, so an idle queue costs four small commands a second; on a Redis Cluster, as many for
 * each shard.
 *
 * <p>A tick claims at most a batch from each shard, and the next tick starts when all of it is done: the work in flight
 * is bounded, however many members are due at once.
 */
@Singleton
public class DelayQueueWorker {

    private static final Logger LOG = Logger.getLogger(DelayQueueWorker.class);
    private static final Duration LONGEST_SLEEP = Duration.ofMillis(250);
    private static final Duration SHORTEST_SLEEP = Duration.ofMillis(5);

    private final Vertx vertx;
    private final RedisPipeline redis;
    private final Shards shards;
    private final Membership membership;
    private final NodeId self;
    private final Clock clock;

    /** Creates a worker without queues. */
    public DelayQueueWorker(
            Vertx vertx, RedisPipeline redis, Shards shards, Membership membership, NodeId self, Clock clock) {
        this.vertx = vertx;
        this.redis = redis;
        this.shards = shards;
        this.membership = membership;
        this.self = self;
        this.clock = clock;
    }

    /**
     * Starts polling a delay queue.
     *
     * @param set   the queue
     * @param lease the time after which a claimed member is claimed again, unless it was rescheduled or removed
     * @param batch the number of members claimed from one shard at a time, and handled concurrently
     * @param work  the handler; a failure is logged, and the member is claimed again after the lease
     */
    public Watch watch(DelayQueue set, Duration lease, int batch, BiFunction<Shard, String, Uni<Void>> work) {
        return watch(set, lease, batch, () -> true, work);
    }

    /**
     * Does the same, but claims only at times.
     *
     * @param mayClaim whether members may be claimed now; asked before each poll
     */
    public Watch watch(
            DelayQueue set,
            Duration lease,
            int batch,
            BooleanSupplier mayClaim,
            BiFunction<Shard, String, Uni<Void>> work) {
        Watch watch = new Watch(set, lease, batch, mayClaim, work);
        watch.later(SHORTEST_SLEEP);
        return watch;
    }

    /** A delay queue that is polled. */
    public final class Watch {

        private final DelayQueue set;
        private final Duration lease;
        private final int batch;
        private final BooleanSupplier mayClaim;
        private final BiFunction<Shard, String, Uni<Void>> work;
        private final Set<Shard> held = ConcurrentHashMap.newKeySet();
        private final List<Shard> all = shards.all();
        private volatile boolean stopped;

        private Watch(
                DelayQueue set,
                Duration lease,
                int batch,
                BooleanSupplier mayClaim,
                BiFunction<Shard, String, Uni<Void>> work) {
            this.set = set;
            this.lease = lease;
            this.batch = batch;
            this.mayClaim = mayClaim;
            this.work = work;
        }

        /** Stops polling and releases the shards. Work in flight continues. */
        public void stop() {
            stopped = true;
            held.forEach(this::release);
        }

        private void later(Duration pause) {
            if (!stopped) {
                Time.whenDue(
                        all.stream().map(set::key).toList(),
                        pause,
                        this::tick,
                        (task, millis) -> vertx.setTimer(millis, ignored -> task.run()));
            }
        }

        private void tick() {
            if (stopped) {
                return;
            }
            if (!mayClaim.getAsBoolean()) {
                later(LONGEST_SLEEP);
                return;
            }
            Instant now = clock.instant();
            leaveOthers();
            set.firsts(redis, all.stream().filter(membership::owns).toList())
                    .chain(firsts -> take(firsts, now))
                    .onFailure()
                    .invoke(failure -> LOG.debugf("%s: %s", set.name(), failure.getMessage()))
                    .subscribe()
                    .with(next -> later(until(next)), failure -> later(LONGEST_SLEEP));
        }

        private void leaveOthers() {
            for (Shard shard : held) {
                if (!membership.owns(shard)) {
                    release(shard);
                }
            }
        }

        private void release(Shard shard) {
            if (held.remove(shard)) {
                set.release(redis, self, shard)
                        .subscribe()
                        .with(done -> {}, failure -> LOG.debugf("%s: %s", set.name(), failure.getMessage()));
            }
        }

        /** Claims from the shards with due members, and returns the next due time of all; empty if all are empty. */
        private Uni<Optional<Instant>> take(Map<Shard, Instant> firsts, Instant now) {
            return Multi.createFrom()
                    .iterable(firsts.entrySet())
                    .onItem()
                    .transformToUniAndMerge(first -> first.getValue().isAfter(now)
                            ? Uni.createFrom().item(first.getValue())
                            : take(first.getKey(), first.getValue(), now))
                    .collect()
                    .with(Collectors.minBy(Comparator.naturalOrder()));
        }

        /** Returns the shard's next due time; empty if it is empty. */
        private Uni<Instant> take(Shard shard, Instant due, Instant now) {
            return set.claim(redis, self, shard, now, lease, batch).chain(claim -> switch (claim) {
                case DelayQueue.Claim.Foreign(long fence, Duration left) ->
                    Uni.createFrom().item(now.plus(left));
                case DelayQueue.Claim.Taken taken -> {
                    held.add(shard);
                    // What stands at the epoch is due at once, since nobody knows when.
                    if (!taken.members().isEmpty() && due.isAfter(Instant.EPOCH)) {
                        RedisMeters.claimed(set.name(), Duration.between(due, now));
                    }
                    yield Multi.createFrom()
                            .iterable(taken.members())
                            .onItem()
                            .transformToUniAndMerge(member -> attempt(shard, member))
                            .collect()
                            .last()
                            .replaceWith(taken.next());
                }
            });
        }

        private Uni<Void> attempt(Shard shard, String member) {
            return Uni.createFrom()
                    .deferred(() -> work.apply(shard, member))
                    .onFailure()
                    .invoke(failure -> LOG.warnf(
                            failure, "%s: handling of %s failed; it is retried after the lease", set.name(), member))
                    .onFailure()
                    .recoverWithNull()
                    .replaceWithVoid();
        }

        /** The longest pause bounds the delay after a clock correction, or after a shard moved to this node. */
        private Duration until(Optional<Instant> next) {
            Duration pause = next.map(due -> Duration.between(clock.instant(), due))
                    .filter(wait -> wait.compareTo(LONGEST_SLEEP) < 0)
                    .orElse(LONGEST_SLEEP);
            return pause.compareTo(SHORTEST_SLEEP) < 0 ? SHORTEST_SLEEP : pause;
        }
    }
}
