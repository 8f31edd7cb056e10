package dev.oneping.notify.fanout;

import dev.oneping.model.NotificationId;
import dev.oneping.model.TenantId;
import dev.oneping.redis.Shard;
import dev.oneping.redis.queue.DelayQueueWorker;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Continues fan-outs: the next batch, the next member, the end; and checks one when a change to one of its parts may
 * affect the others.
 */
@Singleton
class FanOutWorker {

    private static final Duration CLAIM = Duration.ofSeconds(10);
    private static final int BATCH = 16;

    private final DelayQueueWorker loop;
    private final FanOutStore store;
    private final FanOutService fanOuts;
    private final List<DelayQueueWorker.Watch> watches = new ArrayList<>();

    FanOutWorker(DelayQueueWorker loop, FanOutStore store, FanOutService fanOuts) {
        this.loop = loop;
        this.store = store;
        this.fanOuts = fanOuts;
    }

    void start(@Observes StartupEvent ignored) {
        watches.add(loop.watch(FanOutStore.TIMERS, CLAIM, BATCH, (shard, member) -> work(member)));
        watches.add(loop.watch(FanOutStore.NUDGES, CLAIM, BATCH, this::nudged));
    }

    void stop(@Observes ShutdownEvent ignored) {
        watches.forEach(DelayQueueWorker.Watch::stop);
    }

    private Uni<Void> nudged(Shard shard, String member) {
        return work(member).chain(() -> store.rest(shard, member));
    }

    private Uni<Void> work(String member) {
        int colon = member.indexOf(':');
        return fanOuts.carryOn(
                new TenantId(member.substring(0, colon)), new NotificationId(member.substring(colon + 1)));
    }
}
