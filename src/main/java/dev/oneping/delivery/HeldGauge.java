package dev.oneping.delivery;

import dev.oneping.redis.RedisPipeline;
import dev.oneping.redis.Reply;
import dev.oneping.redis.Shard;
import dev.oneping.redis.Shards;
import dev.oneping.redis.queue.Membership;
import dev.oneping.redis.server.RedisUnavailable;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The number of held notifications by reason: {@code oneping_held_notifications}. The scripts that commit transitions keep the
 * counts, {@code {s}:held}, so that none has to be searched for. Each node reads those of its own shards every few seconds; the
 * sum over all nodes is right but for the moment in which a shard changes hands.
 */
@Singleton
class HeldGauge {

    private final RedisPipeline redis;
    private final Shards shards;
    private final Membership membership;
    private final MultiGauge gauge;

    HeldGauge(RedisPipeline redis, Shards shards, Membership membership, MeterRegistry registry) {
        this.redis = redis;
        this.shards = shards;
        this.membership = membership;
        this.gauge = MultiGauge.builder("oneping.held.notifications")
                .description("Notifications that wait for something, in the shards of this node")
                .register(registry);
    }

    /** Reads the counts. While Redis is unavailable, the last ones are kept. */
    @Scheduled(every = "15s", delayed = "5s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> read() {
        List<Shard> own = shards.all().stream().filter(membership::owns).toList();
        return Multi.createFrom()
                .iterable(own)
                .onItem()
                .transformToUniAndConcatenate(shard -> redis.command(Command.HGETALL, shard.key("held")))
                .collect()
                .asList()
                .invoke(this::show)
                .onFailure(RedisUnavailable.class)
                .recoverWithNull()
                .replaceWithVoid();
    }

    private void show(List<Reply> counts) {
        Map<String, Long> byReason = new TreeMap<>();
        for (Reply ofShard : counts) {
            ofShard.map()
                    .forEach((reason, count) ->
                            byReason.merge(NotificationMeters.reason(reason), Long.parseLong(count), Long::sum));
        }
        gauge.register(
                byReason.entrySet().stream()
                        .<MultiGauge.Row<?>>map(
                                entry -> MultiGauge.Row.of(Tags.of("reason", entry.getKey()), entry.getValue()))
                        .toList(),
                true);
    }
}
