package dev.oneping.webhook;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import dev.oneping.model.SubscriptionId;
import dev.oneping.outbound.http.CallOutcome;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a node's attempts came to: how many and how long, {@code oneping.webhook.attempts} by kind of outcome,
 * and {@code oneping.webhook.endpoint.attempts} by subscription. Receivers choose their answers and tenants their number of
 * subscriptions, so both are bounded: outcomes are counted by class, and only so many subscriptions under their own
 * names. The rest are {@code other}, until one of those has been quiet for an hour.
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

    /** Counts one attempt that was made. */
    void count(SubscriptionId subscription, CallOutcome outcome, Duration took) {
        registry.timer("oneping.webhook.attempts", "outcome", kind(outcome)).record(took);
        Endpoint endpoint = of(subscription);
        (outcome instanceof CallOutcome.Delivered ? endpoint.delivered : endpoint.failed).record(took);
    }

    /** Counts a delivery that was thrown away unsent. */
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
                .description("Attempts to one endpoint, from the look-up of its name to the end of its answer")
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
