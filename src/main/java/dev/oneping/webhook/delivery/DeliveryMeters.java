package dev.oneping.webhook.delivery;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import dev.oneping.model.SubscriptionId;
import dev.oneping.outbound.http.CallOutcome;
import dev.oneping.webhook.subscription.WebhookConfig;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Metrics of this node's attempts, count and duration: {@code oneping.webhook.attempts} by kind of outcome, and
 * {@code oneping.webhook.endpoint.attempts} by subscription. Receivers choose their responses and tenants their number
 * of subscriptions, so both labels are bounded: outcomes are counted by class, and a limited number of subscriptions by
 * id. The rest are counted as {@code other} until a listed one has been idle for an hour.
 */
@Singleton
class DeliveryMeters {

    static final String OTHER = "other";
    private static final Duration QUIET = Duration.ofHours(1);

    private final MeterRegistry registry;
    private final int named;
    private final Cache<SubscriptionId, Endpoint> endpoints;
    private final Endpoint others;

    DeliveryMeters(MeterRegistry registry, WebhookConfig config) {
        this.registry = registry;
        this.named = config.meteredSubscriptions();
        this.others = endpoint(OTHER);
        this.endpoints = Caffeine.newBuilder()
                .expireAfterAccess(QUIET)
                .removalListener(
                        (@Nullable SubscriptionId id, @Nullable Endpoint gone, RemovalCause cause) -> forget(gone))
                .build();
    }

    /** Records one attempt. */
    void count(SubscriptionId subscription, CallOutcome outcome, Duration took) {
        registry.timer("oneping.webhook.attempts", "outcome", kind(outcome)).record(took);
        Endpoint endpoint = of(subscription);
        (outcome instanceof CallOutcome.Delivered ? endpoint.delivered : endpoint.failed).record(took);
    }

    /** Counts a delivery that was discarded unsent. */
    void countDiscarded() {
        registry.counter("oneping.webhook.discarded").increment();
    }

    private Endpoint of(SubscriptionId subscription) {
        Endpoint known = endpoints.getIfPresent(subscription);
        return known != null ? known : named(subscription);
    }

    private synchronized Endpoint named(SubscriptionId subscription) {
        if (endpoints.estimatedSize() >= named) {
            endpoints.cleanUp();
        }
        return endpoints.estimatedSize() < named ? endpoints.get(subscription, id -> endpoint(id.value())) : others;
    }

    private Endpoint endpoint(String name) {
        return new Endpoint(timer(name, "delivered"), timer(name, "failed"));
    }

    private Timer timer(String name, String result) {
        return Timer.builder("oneping.webhook.endpoint.attempts")
                .description("Duration of attempts to one endpoint, from the DNS lookup to the end of the response")
                .tags(Tags.of("subscription", name, "result", result))
                .register(registry);
    }

    private void forget(@Nullable Endpoint gone) {
        if (gone != null) {
            List.<Meter>of(gone.delivered, gone.failed).forEach(registry::remove);
        }
    }

    private static String kind(CallOutcome outcome) {
        return switch (outcome) {
            case CallOutcome.Delivered delivered -> "2xx";
            case CallOutcome.Rejected rejected -> rejected.status() / 100 + "xx";
            case CallOutcome.Gone gone -> gone.code();
            case CallOutcome.Unreachable unreachable -> unreachable.code();
            case CallOutcome.Blocked blocked -> blocked.code();
        };
    }

    private record Endpoint(Timer delivered, Timer failed) {}
}
