package dev.oneping.webhook.subscription;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.oneping.model.SubscriptionId;
import dev.oneping.model.TenantId;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * This node's cache of subscriptions, which are needed for every event. A change made on this node is visible at once,
 * one made on another node within a second.
 */
@Singleton
public class KnownSubscriptions {

    private static final Duration STALE_AFTER = Duration.ofSeconds(1);
    private static final int TENANTS = 10_000;

    private final SubscriptionStore store;
    private final AsyncCache<TenantId, Known> cache = Caffeine.newBuilder()
            .expireAfterWrite(STALE_AFTER)
            .maximumSize(TENANTS)
            .buildAsync();

    public KnownSubscriptions(SubscriptionStore store) {
        this.store = store;
    }

    public Uni<List<Subscription>> all(TenantId tenant) {
        return known(tenant).map(Known::all);
    }

    public Uni<Optional<Subscription>> find(TenantId tenant, SubscriptionId id) {
        return known(tenant).map(known -> Optional.ofNullable(known.byId.get(id)));
    }

    private Uni<Known> known(TenantId tenant) {
        return Uni.createFrom()
                .completionStage(() -> cache.get(
                        tenant, (key, executor) -> store.all(key).map(Known::of).subscribeAsCompletionStage()));
    }

    /** Invalidates the subscriptions of a tenant after a change. */
    public void forget(TenantId tenant) {
        cache.synchronous().invalidate(tenant);
    }

    private record Known(List<Subscription> all, Map<SubscriptionId, Subscription> byId) {

        static Known of(List<Subscription> all) {
            return new Known(
                    all, all.stream().collect(Collectors.toUnmodifiableMap(Subscription::id, Function.identity())));
        }
    }
}
