package dev.oneping.webhook;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.oneping.model.SubscriptionId;
import dev.oneping.redis.DueLoop;
import dev.oneping.redis.Membership;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The lanes of this node: one for each subscription in its shards that has something to send. */
@Singleton
class EndpointLanes {

    private static final int BATCH = 64;
    private static final Duration IDLE = Duration.ofMinutes(10);

    private final DueLoop dueLoop;
    private final Membership membership;
    private final DeliveryStore deliveries;
    private final DeliveryWorker worker;
    private final WebhookConfig config;
    private final Clock clock;
    private final Cache<SubscriptionId, EndpointLane> lanes =
            Caffeine.newBuilder().expireAfterAccess(IDLE).build();
    private DueLoop.@Nullable Watch watch;

    EndpointLanes(
            DueLoop dueLoop,
            Membership membership,
            DeliveryStore deliveries,
            DeliveryWorker worker,
            WebhookConfig config,
            Clock clock) {
        this.dueLoop = dueLoop;
        this.membership = membership;
        this.deliveries = deliveries;
        this.worker = worker;
        this.config = config;
        this.clock = clock;
    }

    /** Starts to send. Refuses a lease that an attempt could outlast, for it would be made twice. */
    void start(@Observes StartupEvent started) {
        if (config.lease().compareTo(config.timeout().multipliedBy(2)) < 0) {
            throw new IllegalStateException("oneping.webhook.lease is " + config.lease()
                    + ", but must be at least twice oneping.webhook.timeout, which is " + config.timeout());
        }
        watch = dueLoop.watch(DeliveryStore.DUE, config.lease(), BATCH, (shard, subscription) -> {
            wake(new SubscriptionId(subscription));
            return Uni.createFrom().voidItem();
        });
    }

    void stop(@Observes ShutdownEvent ended) {
        if (watch != null) {
            watch.stop();
        }
    }

    /** Something new is due. If another node looks after it, that one finds out by itself. */
    void wakeIfOurs(SubscriptionId subscription) {
        if (membership.owns(DeliveryStore.shard(subscription))) {
            wake(subscription);
        }
    }

    private void wake(SubscriptionId subscription) {
        lanes.get(subscription, id -> new EndpointLane(id, deliveries, worker, clock, config.concurrency()))
                .wake();
    }
}
