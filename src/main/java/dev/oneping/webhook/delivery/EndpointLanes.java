package dev.oneping.webhook.delivery;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.oneping.redis.queue.DelayQueueWorker;
import dev.oneping.redis.queue.Membership;
import dev.oneping.webhook.subscription.Subscription;
import dev.oneping.webhook.subscription.SubscriptionRef;
import dev.oneping.webhook.subscription.WebhookConfig;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The delivery lanes of this node: one for each subscription in its shards that has something to send. */
@Singleton
public class EndpointLanes {

    private static final int BATCH = 64;
    private static final Duration IDLE = Duration.ofMinutes(10);

    private final DelayQueueWorker dueLoop;
    private final Membership membership;
    private final LaneDependencies parts;
    private final WebhookConfig config;
    private final Cache<SubscriptionRef, EndpointLane> lanes =
            Caffeine.newBuilder().expireAfterAccess(IDLE).build();
    private DelayQueueWorker.@Nullable Watch watch;

    EndpointLanes(DelayQueueWorker dueLoop, Membership membership, LaneDependencies parts, WebhookConfig config) {
        this.dueLoop = dueLoop;
        this.membership = membership;
        this.parts = parts;
        this.config = config;
    }

    /** Starts sending. Rejects a lease that an attempt could outlast, because the attempt would then be made twice. */
    void start(@Observes StartupEvent started) {
        if (config.lease().compareTo(config.timeout().multipliedBy(2)) < 0) {
            throw new IllegalStateException("oneping.webhook.lease is " + config.lease()
                    + ", but must be at least twice oneping.webhook.timeout, which is " + config.timeout());
        }
        watch = dueLoop.watch(QueueKeys.DUE, config.lease(), BATCH, (shard, subscription) -> {
            wake(SubscriptionRef.parse(subscription));
            return Uni.createFrom().voidItem();
        });
    }

    void stop(@Observes ShutdownEvent ended) {
        if (watch != null) {
            watch.stop();
        }
    }

    /**
     * Wakes the lane of a subscription that has a new due delivery. If another node owns the shard, that node notices
     * by itself.
     */
    public void wakeIfOurs(SubscriptionRef subscription) {
        if (membership.owns(new QueueKeys(subscription.id()).shard())) {
            wake(subscription);
        }
    }

    /**
     * Returns the lane of a subscription with a reserved permit, if a new delivery can be sent at once; empty if it
     * must be queued, or if another node owns the shard.
     */
    public Optional<EndpointLane> reserve(Subscription subscription, Instant now) {
        return Optional.of(subscription)
                .filter(one -> one.spec().goesAtOnce())
                .filter(one -> membership.owns(new QueueKeys(one.id()).shard()))
                .map(one -> lane(one.ref()))
                .filter(lane -> lane.reserve(now));
    }

    private void wake(SubscriptionRef subscription) {
        lane(subscription).wake();
    }

    private EndpointLane lane(SubscriptionRef subscription) {
        return lanes.get(subscription, ref -> new EndpointLane(ref, parts, breaker(config)));
    }

    static CircuitBreaker breaker(WebhookConfig config) {
        return new CircuitBreaker(
                config.concurrency(), config.breakerFailures(), config.breakerPause(), config.breakerLongestPause());
    }
}
