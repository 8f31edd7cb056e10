package dev.oneping.redis;

import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import org.jboss.logging.Logger;

/**
 * Watches due sets in the shards that this node looks after and hands each due entry to a worker. It looks when the
 * next entry is due, and every 250 ms at the latest, for another node may have set an earlier one.
 */
@Singleton
public class DueLoop {

    private static final Logger LOG = Logger.getLogger(DueLoop.class);
    private static final Duration LONGEST_SLEEP = Duration.ofMillis(250);
    private static final Duration SHORTEST_SLEEP = Duration.ofMillis(5);

    private final Vertx vertx;
    private final RedisPipeline redis;
    private final Shards shards;
    private final Membership membership;
    private final Clock clock;

    DueLoop(Vertx vertx, RedisPipeline redis, Shards shards, Membership membership, Clock clock) {
        this.vertx = vertx;
        this.redis = redis;
        this.shards = shards;
        this.membership = membership;
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
        private final Map<Shard, Instant> nextLook = new ConcurrentHashMap<>();
        private final List<Shard> all = shards.all();
        private volatile boolean stopped;

        private Watch(DueSet set, Duration lease, int batch, BiFunction<Shard, String, Uni<Void>> work) {
            this.set = set;
            this.lease = lease;
            this.batch = batch;
            this.work = work;
        }

        /** Takes nothing more. What is under way goes on. */
        public void stop() {
            stopped = true;
        }

        private void later(Duration pause) {
            if (!stopped) {
                vertx.setTimer(Math.max(1, pause.toMillis()), ignored -> look());
            }
        }

        private void look() {
            if (stopped) {
                return;
            }
            Instant now = clock.instant();
            nextLook.keySet().removeIf(shard -> !membership.owns(shard));
            List<Shard> mine = all.stream()
                    .filter(membership::owns)
                    .filter(shard -> !nextLook.getOrDefault(shard, Instant.MIN).isAfter(now))
                    .toList();
            Multi.createFrom()
                    .iterable(mine)
                    .onItem()
                    .transformToUniAndMerge(shard -> take(shard, now))
                    .collect()
                    .last()
                    .onFailure()
                    .invoke(failure -> LOG.debugf("%s: %s", set.name(), failure.getMessage()))
                    .subscribe()
                    .with(done -> later(untilNext()), failure -> later(LONGEST_SLEEP));
        }

        private Uni<Void> take(Shard shard, Instant now) {
            return set.claim(redis, shard, now, lease, batch).chain(claimed -> {
                Instant latest = now.plus(LONGEST_SLEEP);
                Instant next = claimed.next();
                nextLook.put(shard, next != null && next.isBefore(latest) ? next : latest);
                return Multi.createFrom()
                        .iterable(claimed.members())
                        .onItem()
                        .transformToUniAndMerge(member -> attempt(shard, member))
                        .collect()
                        .last()
                        .replaceWithVoid();
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
            Duration pause = nextLook.values().stream()
                    .min(Instant::compareTo)
                    .map(next -> Duration.between(now, next))
                    .orElse(LONGEST_SLEEP);
            return pause.compareTo(SHORTEST_SLEEP) < 0
                    ? SHORTEST_SLEEP
                    : pause.compareTo(LONGEST_SLEEP) > 0 ? LONGEST_SLEEP : pause;
        }
    }
}
