package dev.oneping.webhook;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.oneping.auth.SecretBox;
import dev.oneping.events.EventLog;
import dev.oneping.model.SubscriptionId;
import dev.oneping.model.TenantId;
import dev.oneping.redis.RedisPipeline;
import dev.oneping.redis.Script;
import dev.oneping.redis.Shards;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * The subscriptions of each tenant, in one hash that is bounded by the limit for a tenant and never expires; and the set of
 * the tenants that have any, for as long as there are none nobody need read the log.
 */
@Singleton
class SubscriptionStore {

    private static final String TENANTS = "oneping:webhook-tenants";

    private static final Script CREATE = Script.load("webhook/create.lua");
    private static final Script DELETE = Script.load("webhook/delete.lua");
    private static final Script REPLACE = Script.load("webhook/replace.lua");

    private final RedisPipeline redis;
    private final SubscriptionDocument document;
    private final WebhookConfig config;
    private final EventLog log;
    private final Shards shards;
    private final String group;

    /**
     * On that Redis.
     *
     * @param group the consumer group of the channel that {@link EventLogReader} reads
     */
    SubscriptionStore(
            RedisPipeline redis,
            ObjectMapper json,
            SecretBox box,
            WebhookConfig config,
            EventLog log,
            Shards shards,
            @ConfigProperty(name = "mp.messaging.incoming.events.group") String group) {
        this.redis = redis;
        this.log = log;
        this.shards = shards;
        this.group = group;
        this.document = new SubscriptionDocument(json, box);
        this.config = config;
    }

    /**
     * Keeps a new one; false where the tenant has as many as it may have. Whatever is appended to the log from then on will
     * be read, also where nobody has read it before.
     */
    Uni<Boolean> create(Subscription subscription) {
        List<String> keys = new ArrayList<>(List.of(key(subscription.tenant()), TENANTS));
        shards.all().forEach(shard -> keys.add(log.key(shard)));
        return redis.run(
                        CREATE,
                        keys,
                        List.of(
                                subscription.id(),
                                document.write(subscription),
                                config.subscriptionsPerTenant(),
                                subscription.tenant(),
                                group))
                .map(reply -> reply.tag().equals("created"));
    }

    /** Whether anybody at all has a subscription. */
    Uni<Boolean> hasAny() {
        return redis.command(Command.EXISTS, TENANTS).map(reply -> reply.number() == 1);
    }

    /** All of a tenant, the oldest first. */
    Uni<List<Subscription>> all(TenantId tenant) {
        return redis.command(Command.HGETALL, key(tenant))
                .map(reply -> reply.map().entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(entry -> document.read(tenant, entry.getKey(), entry.getValue()))
                        .toList());
    }

    /** One of a tenant. Another tenant's is as if it were not there. */
    Uni<Optional<Subscription>> find(TenantId tenant, SubscriptionId id) {
        return redis.command(Command.HGET, key(tenant), id)
                .map(reply -> reply.isNil()
                        ? Optional.empty()
                        : Optional.of(document.read(tenant, id.value(), reply.text())));
    }

    /** Removes one; false where there was none. What waits for it is thrown away when its time comes. */
    Uni<Boolean> delete(TenantId tenant, SubscriptionId id) {
        return redis.run(DELETE, List.of(key(tenant), TENANTS), List.of(id, tenant))
                .map(reply -> reply.tag().equals("deleted"));
    }

    /**
     * Changes one, deciding again as long as somebody else was faster.
     *
     * @param change what to make of it; the very same means that nothing is to be changed
     * @return what it is now; empty where it is gone
     */
    Uni<Optional<Subscription>> change(TenantId tenant, SubscriptionId id, UnaryOperator<Subscription> change) {
        return redis.command(Command.HGET, key(tenant), id).chain(known -> {
            if (known.isNil()) {
                return Uni.createFrom().item(Optional.empty());
            }
            Subscription before = document.read(tenant, id.value(), known.text());
            Subscription changed = change.apply(before);
            if (changed == before) {
                return Uni.createFrom().item(Optional.of(before));
            }
            Subscription after = changed.nextVersion();
            return redis.run(REPLACE, List.of(key(tenant)), List.of(id, known.text(), document.write(after)))
                    .chain(reply -> switch (reply.tag()) {
                        case "replaced" -> Uni.createFrom().item(Optional.of(after));
                        case "conflict" -> change(tenant, id, change);
                        default -> Uni.createFrom().item(Optional.empty());
                    });
        });
    }

    private static String key(TenantId tenant) {
        return "subscriptions:{" + tenant + "}";
    }
}
