package dev.oneping.webhook.delivery;

import dev.oneping.events.EventId;
import dev.oneping.redis.RedisPipeline;
import dev.oneping.redis.Script;
import dev.oneping.redis.Shard;
import dev.oneping.redis.Shards;
import dev.oneping.redis.queue.Membership;
import dev.oneping.redis.server.RedisUnavailable;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The age of the oldest event that waits for its delivery: {@code oneping_webhook_oldest_delivery_age_seconds}, 0 if none waits.
 * Each node looks at its own shards every few seconds, at a bounded number of deliveries; the maximum over all nodes counts. An
 * endpoint that fails raises it as well as a node that falls behind.
 */
@Singleton
class OldestDelivery {

    private static final Script OLDEST = Script.load("webhook/oldest.lua");
    private static final String QUEUES = "webhook-queue";

    private final RedisPipeline redis;
    private final Shards shards;
    private final Membership membership;
    private final Clock clock;
    private volatile @Nullable Instant oldest;

    OldestDelivery(RedisPipeline redis, Shards shards, Membership membership, Clock clock, MeterRegistry registry) {
        this.redis = redis;
        this.shards = shards;
        this.membership = membership;
        this.clock = clock;
        TimeGauge.builder("oneping.webhook.oldest.delivery.age", this, TimeUnit.MILLISECONDS, OldestDelivery::millis)
                .description("Age of the oldest event that waits for its delivery, in the shards of this node")
                .register(registry);
    }

    /** Looks for the oldest delivery. While Redis is unavailable, the last one is kept. */
    @Scheduled(every = "15s", delayed = "5s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> look() {
        List<Shard> own = shards.all().stream().filter(membership::owns).toList();
        return Multi.createFrom()
                .iterable(own)
                .onItem()
                .transformToUniAndConcatenate(
                        shard -> redis.run(OLDEST, List.of(QueueKeys.DUE.key(shard)), List.of(shard.key(QUEUES) + ":")))
                .map(reply -> reply.text(1))
                .filter(event -> !event.isEmpty())
                .collect()
                .asList()
                .invoke(found -> oldest = found.stream()
                        .min(String::compareTo)
                        .map(EventId::timeOf)
                        .orElse(null))
                .onFailure(RedisUnavailable.class)
                .recoverWithNull()
                .replaceWithVoid();
    }

    private double millis() {
        Instant since = oldest;
        return since == null
                ? 0
                : Math.max(0, Duration.between(since, clock.instant()).toMillis());
    }
}
