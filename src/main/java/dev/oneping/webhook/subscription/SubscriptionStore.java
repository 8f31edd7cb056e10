package dev.oneping.webhook.subscription;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.oneping.auth.SecretBox;
import dev.oneping.change.Change.Step;
import dev.oneping.change.CommitLoop;
import dev.oneping.change.DocumentField;
import dev.oneping.events.EventLog;
import dev.oneping.model.SubscriptionId;
import dev.oneping.model.TenantId;
import dev.oneping.redis.RedisPipeline;
import dev.oneping.redis.Reply;
import dev.oneping.redis.Script;
import dev.oneping.redis.Shards;
import dev.oneping.tenant.TenantLimits;
import dev.oneping.tenant.TenantSettings;
import dev.oneping.tenant.TenantUsage;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/**
 * Stores the subscriptions of each tenant in one hash, which is bounded by the tenant's limit and never expires; and
 * the set of tenants that have any. While the set is empty, no node needs to read the event log.
 */
@Singleton
public class SubscriptionStore implements TenantUsage {

    private static final String TENANTS = "oneping:webhook-tenants";

    private static final Script CREATE = Script.load("webhook/create.lua");
    private static final Script DELETE = Script.load("webhook/delete.lua");

    private final RedisPipeline redis;
    private final TenantSettings tenants;
    private final SubscriptionDocument document;
    private final WebhookConfig config;
    private final EventLog log;
    private final Shards shards;
    private final CommitLoop loop;
    private final SpreadSubscriptions spread;
    private final String group;

    /**
     * Creates a store on a Redis connection.
     *
     * @param group the consumer group of the channel that {@code EventLogReader} reads
     */
    public SubscriptionStore(
            RedisPipeline redis,
            TenantSettings tenants,
            ObjectMapper json,
            SecretBox box,
            WebhookConfig config,
            EventLog log,
            Shards shards,
            Clock clock,
            MeterRegistry metrics,
            @ConfigProperty(name = "mp.messaging.incoming.events.group") String group) {
        this.redis = redis;
        this.tenants = tenants;
        this.log = log;
        this.shards = shards;
        this.loop = new CommitLoop("subscription", clock, metrics);
        this.group = group;
        this.document = new SubscriptionDocument(json, box);
        this.config = config;
        this.spread = new SpreadSubscriptions(redis, log, shards, TENANTS, group);
    }

    /**
     * Stores a new subscription; false if the tenant has reached its limit. All events appended to the log from then on
     * will be read, even if the log was not read before.
     */
    public Uni<Boolean> create(Subscription subscription) {
        return redis.isCluster()
                ? spread.create(
                        subscription.tenant(),
                        key(subscription.tenant()),
                        subscription.id().value(),
                        document.write(subscription),
                        config.subscriptionsPerTenant())
                : createAtOnce(subscription);
    }

    private Uni<Boolean> createAtOnce(Subscription subscription) {
        List<String> keys = new ArrayList<>(List.of(key(subscription.tenant()), TENANTS));
        shards.all().forEach(shard -> keys.add(log.key(shard)));
        return limit(subscription.tenant())
                .chain(limit -> redis.run(
                        CREATE,
                        keys,
                        List.of(subscription.id(), document.write(subscription), limit, subscription.tenant(), group)))
                .map(reply -> reply.tag().equals("created"));
    }

    /** Returns how many subscriptions a tenant may have. */
    Uni<Integer> limit(TenantId tenant) {
        return tenants.of(tenant)
                .map(found -> TenantLimits.or(found.limits().subscriptions(), config.subscriptionsPerTenant()));
    }

    @Override
    public TenantLimits configured() {
        return new TenantLimits(null, null, null, config.subscriptionsPerTenant(), null);
    }

    @Override
    public String counted() {
        return "subscriptions";
    }

    @Override
    public Uni<Long> count(TenantId tenant) {
        return redis.command(Command.HLEN, key(tenant)).map(Reply::number);
    }

    /** Returns whether any tenant has a subscription. */
    public Uni<Boolean> hasAny() {
        return redis.command(Command.EXISTS, TENANTS).map(reply -> reply.number() == 1);
    }

    /** Lists the subscriptions of a tenant, the oldest first. */
    public Uni<List<Subscription>> all(TenantId tenant) {
        return redis.command(Command.HGETALL, key(tenant))
                .map(reply -> reply.map().entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(entry -> document.read(tenant, entry.getKey(), entry.getValue()))
                        .toList());
    }

    /** Finds a subscription of a tenant; empty also if it belongs to another tenant. */
    public Uni<Optional<Subscription>> find(TenantId tenant, SubscriptionId id) {
        return redis.command(Command.HGET, key(tenant), id)
                .map(reply -> reply.isNil()
                        ? Optional.empty()
                        : Optional.of(document.read(tenant, id.value(), reply.text())));
    }

    /** Removes a subscription; false if there was none. Its queued deliveries are discarded when they are due. */
    public Uni<Boolean> delete(TenantId tenant, SubscriptionId id) {
        return redis.isCluster() ? spread.delete(tenant, key(tenant), id.value()) : deleteAtOnce(tenant, id);
    }

    private Uni<Boolean> deleteAtOnce(TenantId tenant, SubscriptionId id) {
        return redis.run(DELETE, List.of(key(tenant), TENANTS), List.of(id, tenant))
                .map(reply -> reply.tag().equals("deleted"));
    }

    /**
     * Changes a subscription.
     *
     * @param change computes the new subscription; returns the same instance to change nothing
     * @return empty if it was deleted
     */
    public Uni<Optional<Changed>> change(TenantId tenant, SubscriptionId id, UnaryOperator<Subscription> change) {
        return loop.change(
                new DocumentField(redis, key(tenant), id),
                (text, now) -> {
                    Subscription before = document.read(tenant, id.value(), text);
                    Subscription changed = change.apply(before);
                    if (changed == before) {
                        return new Step.Keep<>(Optional.of(new Changed(before, before)));
                    }
                    Subscription after = changed.nextVersion();
                    return new Step.Write<>(document.write(after), ignored -> Optional.of(new Changed(before, after)));
                },
                Optional::empty);
    }

    private static String key(TenantId tenant) {
        return "subscriptions:{" + tenant + "}";
    }

    /**
     * A subscription before and after a change; the same instance if nothing was changed.
     */
    public record Changed(Subscription before, Subscription after) {

        public boolean isWritten() {
            return before != after;
        }
    }
}
