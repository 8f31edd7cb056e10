package dev.oneping.webhook.delivery;

import dev.oneping.auth.SecretBox;
import dev.oneping.events.CloudEvent;
import dev.oneping.events.EventLog;
import dev.oneping.events.TypePattern;
import dev.oneping.model.NodeId;
import dev.oneping.model.SubscriptionId;
import dev.oneping.model.TenantId;
import dev.oneping.outbound.guard.AddressGuard;
import dev.oneping.outbound.guard.SystemResolver;
import dev.oneping.outbound.http.HttpSender;
import dev.oneping.outbound.sign.ActiveKey;
import dev.oneping.outbound.sign.SigningKey;
import dev.oneping.redis.queue.DelayQueueWorker;
import dev.oneping.redis.queue.Membership;
import dev.oneping.tenant.TenantSettings;
import dev.oneping.testing.RedisRig;
import dev.oneping.webhook.SettableClock;
import dev.oneping.webhook.subscription.Configs;
import dev.oneping.webhook.subscription.KnownSubscriptions;
import dev.oneping.webhook.subscription.Subscription;
import dev.oneping.webhook.subscription.SubscriptionSpec;
import dev.oneping.webhook.subscription.SubscriptionStore;
import dev.oneping.webhook.subscription.WebhookConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.function.UnaryOperator;

/** The feature built by hand on a real Redis, with a clock that a test moves. */
public final class WebhookRig implements AutoCloseable {

    static final SecretBox BOX = new SecretBox(Base64.getEncoder().encodeToString(new byte[32]), List.of());

    public final RedisRig redis;
    public final SettableClock clock = new SettableClock();
    public final TenantId tenant;
    public final WebhookConfig config;
    public final SubscriptionStore subscriptions;
    public final DeliveryStore deliveries;
    final DeliveryQueries queries;
    final DeliveryWorker worker;
    public final LaneDependencies parts;
    public final EventLog log;
    private final SecureRandom random = new SecureRandom();

    public WebhookRig(String... config) {
        this(new RedisRig(), config);
    }

    public WebhookRig(RedisRig redis, String... config) {
        this.redis = redis;
        tenant = redis.someone().tenant();
        this.config = Configs.webhook(config);
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        log = new EventLog(redis.redis(), redis.shards(), RedisRig.events(), RedisRig.json(), clock);
        subscriptions = new SubscriptionStore(
                redis.redis(),
                new TenantSettings(redis.redis(), RedisRig.json()),
                RedisRig.json(),
                BOX,
                this.config,
                log,
                redis.shards(),
                clock,
                registry,
                "webhooks");
        deliveries = new DeliveryStore(redis.redis(), RedisRig.json(), this.config);
        queries = new DeliveryQueries(redis.redis(), log, RedisRig.json());
        AddressGuard guard = new AddressGuard(new SystemResolver(), this.config.dangerousAllowPrivateNetworks());
        HttpSender http = new HttpSender(redis.vertx(), clock, this.config.responseBytes());
        KnownSubscriptions known = new KnownSubscriptions(subscriptions);
        worker = new DeliveryWorker(
                known,
                deliveries,
                new EndpointDisabler(subscriptions, known, queries, this.config),
                new WebhookSender(guard, http, this.config, RedisRig.json()),
                this.config,
                clock,
                new DeliveryMeters(registry, this.config));
        parts = new LaneDependencies(
                known, deliveries, worker, new AttemptBulkhead(this.config, registry), (pause, work) -> {}, clock);
    }

    public Subscription subscribe(String url) {
        return subscribe(url, spec -> spec);
    }

    public Subscription subscribe(String url, UnaryOperator<SubscriptionSpec> change) {
        return subscribe(url, random.nextInt(64), change);
    }

    public Subscription subscribe(String url, int shard, UnaryOperator<SubscriptionSpec> change) {
        SubscriptionSpec spec = change.apply(SubscriptionSpec.of(url, List.of(new TypePattern("*"))));
        ActiveKey key = new ActiveKey(SigningKey.create(spec.signing(), random), clock.instant(), null);
        Subscription made = new Subscription(
                SubscriptionId.create(clock.instant(), shard),
                tenant,
                spec,
                new Subscription.Status(List.of(key), clock.instant(), true, null, 1));
        subscriptions.create(made).await().indefinitely();
        return made;
    }

    public DeliveryStore.Enqueued enqueue(Subscription subscription, String event) {
        return enqueue(subscription, event, "ann", 1);
    }

    public DeliveryStore.Enqueued enqueue(Subscription subscription, String event, String user, long version) {
        return deliveries
                .enqueue(subscription, outgoing(event, user, version), clock.instant())
                .await()
                .indefinitely();
    }

    public SerializedEvent outgoing(String event, String user, long version) {
        return SerializedEvent.of(
                CloudEvent.of(event, "notification.acted", user, clock.instant(), version, "{\"a\":1}"),
                RedisRig.json());
    }

    public List<Delivery> claim(Subscription subscription, int limit) {
        return deliveries
                .claim(subscription.ref(), clock.instant(), limit)
                .await()
                .indefinitely();
    }

    boolean settle(Delivery delivery, RetryDecision step) {
        return settled(delivery, step).recorded();
    }

    DeliveryStore.Settled settled(Delivery delivery, RetryDecision step) {
        DeliveryAttempt attempt = new DeliveryAttempt(delivery.attempt(), clock.instant(), 12, "500", "oops");
        return deliveries
                .settle(delivery, attempt, step, clock.instant())
                .await()
                .indefinitely();
    }

    public List<DeliveryView> list(Subscription subscription) {
        return queries.list(new QueueKeys(subscription.id()), null, 100).await().indefinitely();
    }

    EndpointLane lane(Subscription subscription) {
        return new EndpointLane(subscription.ref(), parts, EndpointLanes.breaker(config));
    }

    /** Those of a node that looks after every shard. */
    public EndpointLanes lanes() {
        NodeId self = NodeId.create(clock.instant());
        Membership membership = new Membership(redis.redis(), self);
        DelayQueueWorker loop =
                new DelayQueueWorker(redis.vertx(), redis.redis(), redis.shards(), membership, self, clock);
        return new EndpointLanes(loop, membership, parts, config);
    }

    Subscription stored(Subscription subscription) {
        return subscriptions
                .find(tenant, subscription.id())
                .await()
                .indefinitely()
                .orElseThrow();
    }

    /** The types of the events that were told of a subscription. */
    List<String> told(Subscription subscription) {
        return log.read(new QueueKeys(subscription.id()).shard(), "0-0", 100_000).await().indefinitely().stream()
                .filter(told ->
                        told.event().user().toString().equals(subscription.ref().toString()))
                .map(told -> told.event().type())
                .toList();
    }

    public Instant now() {
        return clock.instant();
    }

    @Override
    public void close() {
        redis.close();
    }
}
