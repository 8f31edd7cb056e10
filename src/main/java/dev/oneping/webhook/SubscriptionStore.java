package dev.oneping.webhook;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.oneping.auth.SecretBox;
import dev.oneping.model.SubscriptionId;
import dev.oneping.model.TenantId;
import dev.oneping.redis.RedisPipeline;
import dev.oneping.redis.Script;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The subscriptions of each tenant, in one hash that is bounded by the limit for a tenant and never expires. */
@Singleton
class SubscriptionStore {

    private static final Script CREATE = Script.load("webhook/create.lua");
    private static final Script REPLACE = Script.load("webhook/replace.lua");

    private final RedisPipeline redis;
    private final SubscriptionDocument document;
    private final WebhookConfig config;

    SubscriptionStore(RedisPipeline redis, ObjectMapper json, SecretBox box, WebhookConfig config) {
        this.redis = redis;
        this.document = new SubscriptionDocument(json, box);
        this.config = config;
    }

    /** Keeps a new one; false where the tenant has as many as it may have. */
    Uni<Boolean> create(Subscription subscription) {
        return redis.run(
                        CREATE,
                        List.of(key(subscription.tenant())),
                        List.of(subscription.id(), document.write(subscription), config.subscriptionsPerTenant()))
                .map(reply -> reply.tag().equals("created"));
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
        return redis.command(Command.HDEL, key(tenant), id).map(reply -> reply.number() == 1);
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
