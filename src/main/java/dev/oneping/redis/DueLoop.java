package dev.oneping.redis;

import dev.oneping.model.NodeId;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import org.jboss.logging.Logger;

/**
 * Watches due sets in the shards that this node looks after and hands each due entry to a worker. It looks when the next
 * entry is due; for another node may have set an earlier one, it also peeks after a quarter of a second, and where nothing
 * was due for long, after a second. So what is set a second ahead or more is never late for that, and an idle shard costs
 * one small command a second.
 *
 * <p>A tick takes at most a batch from each shard, and the next tick begins when all of it is done: however many entries
 * come due at once, the work in flight is bounded.
 */
@Singleton
public class DueLoop {

    private static final Logger LOG = Logger.getLogger(DueLoop.class);
    private static final Duration BUSY_SLEEP = Duration.ofMillis(250);
    private static final Duration IDLE_SLEEP = Duration.ofSeconds(1);
    private static final Duration SHORTEST_SLEEP = Duration.ofMillis(5);

    private final Vertx vertx;
    private final RedisPipeline redis;
    private final Shards shards;
    private final Membership membership;
    private final NodeId self;
    private final Clock clock;

    /** Watches nothing yet. */
    public DueLoop(Vertx vertx, RedisPipeline redis, Shards shards, Membership membership, NodeId self, Clock clock) {
        this.vertx = vertx;
        this.redis = redis;
        this.shards = shards;
        this.membership = membership;
        this.self = self;
        this.clock = clock;
    }

    /**
     * Starts to watch one due set.
     *
     * @param set   the set
     * @param lease after how long an entry that was taken, but neither set anew nor removed, is taken again
     * @param batch how many entries are taken from one shard at a time, and worked on at once
     * @param work  what to do with an entry; a failure is logged, and the entry comes again after the lease
     */
    public Watch watch(DueSet set, Duration lease, int batch, BiFunction<Shard, String, Uni<Void>> work) {
        Watch watch = new Watch(set, lease, batch, work);
        watch.later(SHORTEST_SLEEP);
        return watch;
    }

    /** One due set being watched. */
    public final class Watch {

        private final DueSet set;
        private final Duration lease;
        private final int batch;
        private final BiFunction<Shard, String, Uni<Void>> work;
        private final Map<Shard, Look> looks = new ConcurrentHashMap<>();
        private final Set<Shard> held = ConcurrentHashMap.newKeySet();
        private final List<Shard> all = shards.all();
        private volatile boolean stopped;

        private Watch(DueSet set, Duration lease, int batch, BiFunction<Shard, String, Uni<Void>> work) {
            this.set = set;
            this.lease = lease;
            this.batch = batch;
            this.work = work;
        }

        /** Takes nothing more, and leaves the shards to others. What is under way goes on. */
        public void stop() {
            stopped = true;
            held.forEach(this::release);
        }

        private void later(Duration pause) {
            if (!stopped) {
                vertx.setTimer(Math.max(1, pause.toMillis()), ignored -> tick());
            }
        }

        private void tick() {
            if (stopped) {
                return;
            }
            Instant now = clock.instant();
            leaveOthers();
            List<Shard> due = all.stream()
                    .filter(shard -> !looks.getOrDefault(shard, Look.FIRST).at.isAfter(now))
                    .filter(membership::owns)
                    .toList();
            Multi.createFrom()
                    .iterable(due)
                    .onItem()
                    .transformToUniAndMerge(shard -> look(shard, now))
                    .collect()
                    .last()
                    .onFailure()
                    .invoke(failure -> LOG.debugf("%s: %s", set.name(), failure.getMessage()))
                    .subscribe()
                    .with(done -> later(untilNext()), failure -> later(BUSY_SLEEP));
        }

        private void leaveOthers() {
            for (Shard shard : looks.keySet()) {
                if (!membership.owns(shard)) {
                    looks.remove(shard);
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

        private Uni<Void> look(Shard shard, Instant now) {
            Look last = looks.getOrDefault(shard, Look.FIRST);
            return last.isCertain
                    ? take(shard, now)
                    : set.next(redis, shard).chain(next -> {
                        if (next.isPresent() && !next.get().isAfter(now)) {
                            return take(shard, now);
                        }
                        looks.put(shard, last.idle(now, next));
                        return Uni.createFrom().voidItem();
                    });
        }

        private Uni<Void> take(Shard shard, Instant now) {
            return set.claim(redis, self, shard, now, lease, batch).chain(claim -> switch (claim) {
                case DueSet.Claim.Foreign(long fence, Duration left) -> {
                    looks.put(shard, new Look(clock.instant().plus(left), IDLE_SLEEP, false));
                    yield Uni.createFrom().voidItem();
                }
                case DueSet.Claim.Taken taken -> {
                    held.add(shard);
                    looks.put(shard, Look.busy(now, Optional.ofNullable(taken.next())));
                    yield Multi.createFrom()
                            .iterable(taken.members())
                            .onItem()
                            .transformToUniAndMerge(member -> attempt(shard, member))
                            .collect()
                            .last()
                            .replaceWithVoid();
                }
            });
        }

        private Uni<Void> attempt(Shard shard, String member) {
            return Uni.createFrom()
                    .deferred(() -> work.apply(shard, member))
                    .onFailure()
                    .invoke(failure -> LOG.warnf(failure, "%s: %s will be tried again", set.name(), member))
                    .onFailure()
                    .recoverWithNull()
                    .replaceWithVoid();
        }

        private Duration untilNext() {
            Instant now = clock.instant();
            Duration pause = looks.values().stream()
                    .map(Look::at)
                    .min(Instant::compareTo)
                    .map(next -> Duration.between(now, next))
                    .orElse(BUSY_SLEEP);
            // A clock that is put right, or a shard that comes to this node, is noticed at this pace.
            return pause.compareTo(SHORTEST_SLEEP) < 0
                    ? SHORTEST_SLEEP
                    : pause.compareTo(BUSY_SLEEP) > 0 ? BUSY_SLEEP : pause;
        }
    }

    /**
     * When a shard is looked at next.
     *
     * @param at        the instant
     * @param sleep     the pause that led to it
     * @param isCertain whether an entry is known to be due then
     */
    private record Look(Instant at, Duration sleep, boolean isCertain) {

        static final Look FIRST = new Look(Instant.MIN, BUSY_SLEEP, true);

        static Look busy(Instant now, Optional<Instant> due) {
            return within(now, BUSY_SLEEP, due);
        }

        /** Twice as long as the last time. */
        Look idle(Instant now, Optional<Instant> due) {
            Duration longer = sleep.multipliedBy(2);
            return within(now, longer.compareTo(IDLE_SLEEP) > 0 ? IDLE_SLEEP : longer, due);
        }

        private static Look within(Instant now, Duration sleep, Optional<Instant> due) {
            Instant latest = now.plus(sleep);
            return due.isPresent() && due.get().isBefore(latest)
                    ? new Look(due.get(), sleep, true)
                    : new Look(latest, sleep, false);
        }
    }
}
