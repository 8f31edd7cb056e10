package dev.oneping.webhook.subscription;

import dev.oneping.events.EventLog;
import dev.oneping.model.TenantId;
import dev.oneping.redis.BoundedHash;
import dev.oneping.redis.RedisPipeline;
import dev.oneping.redis.Script;
import dev.oneping.redis.Shard;
import dev.oneping.redis.Shards;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import java.time.Duration;
import java.util.List;

/**
 * Adds and removes subscriptions where the tenant's hash, the set of tenants and the logs are on different nodes, so that
 * no script can do it at once. The order of the steps keeps what counts: a tenant with a subscription is in the set
 * whenever no step is under way, and a log is read from before the first subscription on. A crash may leave a tenant
 * without subscriptions in the set, which costs only the reading.
 */
final class SpreadSubscriptions {

    private static final Script START = Script.load("webhook/start_reading.lua");

    /** The time within which two first subscriptions start the reading once. */
    private static final Duration MOMENT = Duration.ofSeconds(5);

    private final RedisPipeline redis;
    private final EventLog log;
    private final Shards shards;
    private final String tenants;
    private final String group;

    /**
     * Creates the steps.
     *
     * @param tenants the key of the set of tenants that have subscriptions
     * @param group   the consumer group that reads the logs
     */
    SpreadSubscriptions(RedisPipeline redis, EventLog log, Shards shards, String tenants, String group) {
        this.redis = redis;
        this.log = log;
        this.shards = shards;
        this.tenants = tenants;
        this.group = group;
    }

    /**
     * Stores a new subscription; false if the tenant has reached its limit.
     *
     * @param key      the hash of the tenant's subscriptions
     * @param document the subscription
     */
    Uni<Boolean> create(TenantId tenant, String key, String id, String document, int limit) {
        return redis.command(Command.EXISTS, tenants)
                .chain(known -> known.number() == 1 ? Uni.createFrom().voidItem() : startReading())
                .chain(() -> redis.command(Command.SADD, tenants, tenant))
                .chain(() -> BoundedHash.put(redis, key, id, document, limit))
                // A concurrent removal of the tenant's last one may have taken the tenant away in between.
                .chain(result ->
                        redis.command(Command.SADD, tenants, tenant).replaceWith(result != BoundedHash.Result.FULL));
    }

    /** Removes a subscription; false if there was none. */
    Uni<Boolean> delete(TenantId tenant, String key, String id) {
        return redis.command(Command.HDEL, key, id)
                .chain(removed -> removed.number() == 0
                        ? Uni.createFrom().item(false)
                        : hasAny(key)
                                .chain(any -> any ? Uni.createFrom().voidItem() : leave(tenant, key))
                                .replaceWith(true));
    }

    private Uni<Void> leave(TenantId tenant, String key) {
        return redis.command(Command.SREM, tenants, tenant)
                .chain(() -> hasAny(key))
                .chain(any -> any
                        ? redis.command(Command.SADD, tenants, tenant).replaceWithVoid()
                        : Uni.createFrom().voidItem());
    }

    private Uni<Boolean> hasAny(String key) {
        return redis.command(Command.EXISTS, key).map(reply -> reply.number() == 1);
    }

    private Uni<Void> startReading() {
        return Uni.join()
                .all(shards.all().stream().map(this::startReading).toList())
                .andFailFast()
                .replaceWithVoid();
    }

    private Uni<Void> startReading(Shard shard) {
        return redis.run(START, List.of(log.key(shard), shard.key("webhook-start")), List.of(group, MOMENT.toMillis()))
                .replaceWithVoid();
    }
}
