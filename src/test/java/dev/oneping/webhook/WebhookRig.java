package dev.oneping.webhook;

import dev.oneping.events.TypePattern;
import dev.oneping.model.SubscriptionId;
import dev.oneping.model.TenantId;
import dev.oneping.testing.RedisRig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.List;

/** The feature built by hand on a real Redis, with a clock that a test moves. */
final class WebhookRig implements AutoCloseable {

    final RedisRig redis = new RedisRig();
    final SettableClock clock = new SettableClock();
    final TenantId tenant = redis.someone().tenant();
    final WebhookConfig config;
    final SubscriptionStore subscriptions;
    final DeliveryStore deliveries;
    final DeliveryWorker worker;
    private final SecureRandom random = new SecureRandom();

    WebhookRig(String... config) {
        this.config = Configs.webhook(config);
        subscriptions = new SubscriptionStore(redis.redis(), RedisRig.json(), this.config);
        deliveries = new DeliveryStore(redis.redis(), RedisRig.json(), this.config);
        AddressGuard guard = new AddressGuard(new SystemResolver(), this.config);
        HttpSender http = new HttpSender(redis.vertx(), clock, this.config);
        worker = new DeliveryWorker(
                new KnownSubscriptions(subscriptions),
                subscriptions,
                deliveries,
                new Courier(guard, http, this.config),
                this.config,
                clock,
                new SimpleMeterRegistry());
    }

    Subscription subscribe(String url) {
        Subscription made = new Subscription(
                SubscriptionId.create(clock.instant(), random.nextInt(64)),
                tenant,
                url,
                List.of(new TypePattern("*")),
                List.of(Secret.create(random)),
                clock.instant(),
                null);
        subscriptions.create(made).await().indefinitely();
        return made;
    }

    DeliveryStore.Enqueued enqueue(Subscription subscription, String event) {
        byte[] body = ("{\"id\":\"" + event + "\"}").getBytes(StandardCharsets.UTF_8);
        return deliveries
                .enqueue(subscription, event, "notification.acted", body, clock.instant())
                .await()
                .indefinitely();
    }

    List<Delivery> claim(Subscription subscription, int limit) {
        return deliveries
                .claim(subscription.id(), clock.instant(), limit)
                .await()
                .indefinitely();
    }

    boolean settle(Delivery delivery, Step step) {
        Attempt attempt = new Attempt(delivery.attempt(), clock.instant(), 12, "500", "oops");
        return deliveries.settle(delivery, attempt, step).await().indefinitely();
    }

    List<DeliveryView> list(Subscription subscription) {
        return deliveries.list(subscription.id(), null, 100).await().indefinitely();
    }

    EndpointLane lane(Subscription subscription) {
        return new EndpointLane(subscription.id(), deliveries, worker, clock, config.concurrency());
    }

    Instant now() {
        return clock.instant();
    }

    @Override
    public void close() {
        redis.close();
    }
}
