package dev.oneping.tenant;

import dev.oneping.model.TenantId;
import dev.oneping.problem.Problem;
import dev.oneping.problem.ProblemType;
import dev.oneping.redis.NodeChannel;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Creates, changes and deletes tenants, and has every node notice at once. */
@Singleton
public class Tenants {

    private static final Logger LOG = Logger.getLogger(Tenants.class);
    private static final String TOPIC = "tenants";

    private final TenantStore store;
    private final TenantSettings settings;
    private final NodeChannel nodes;
    private final Event<TenantClosed> closed;
    private final Instance<TenantEraser> erasers;
    private final Instance<TenantUsage> usages;

    Tenants(
            TenantStore store,
            TenantSettings settings,
            NodeChannel nodes,
            Event<TenantClosed> closed,
            Instance<TenantEraser> erasers,
            Instance<TenantUsage> usages) {
        this.store = store;
        this.settings = settings;
        this.nodes = nodes;
        this.closed = closed;
        this.erasers = erasers;
        this.usages = usages;
    }

    void listen(@Observes StartupEvent ignored) {
        nodes.listenToBroadcasts(
                TOPIC,
                tenant -> reload(new TenantId(tenant))
                        .subscribe()
                        .with(done -> {}, failure -> LOG.debugf("tenant %s: %s", tenant, failure.getMessage())));
    }

    /**
     * Creates a tenant.
     *
     * @throws Problem 409 if the id is taken
     */
    public Uni<Tenant> create(TenantId id, String name, TenantLimits limits) {
        return store.create(id, name, limits).call(() -> changed(id));
    }

    /** Finds a tenant. */
    public Uni<Optional<Tenant>> find(TenantId id) {
        return store.find(id);
    }

    /** Lists tenants by their id, after the given one. */
    public Uni<List<Tenant>> list(@Nullable String after, int limit) {
        return store.list(after, limit);
    }

    /** Counts what a tenant has, by the names of {@link TenantUsage#counted()}. */
    public Uni<Map<String, Long>> usage(TenantId id) {
        return Multi.createFrom()
                .iterable(usages)
                .onItem()
                .transformToUniAndConcatenate(usage -> usage.count(id).map(count -> Map.entry(usage.counted(), count)))
                .collect()
                .in(LinkedHashMap::new, (counts, one) -> counts.put(one.getKey(), one.getValue()));
    }

    /** Returns the limits that hold for a tenant: its own, and the configured ones where it has none. */
    public Uni<TenantLimits> limits(TenantId id) {
        return settings.of(id).map(found -> {
            TenantLimits limits = found.limits();
            for (TenantUsage usage : usages) {
                limits = limits.orElse(usage.configured());
            }
            return limits;
        });
    }

    /**
     * Changes a tenant. If it is suspended by that, what its credentials opened ends on every node.
     *
     * @return the tenant as it is now; empty if there is none
     */
    public Uni<Optional<Tenant>> change(TenantId id, UnaryOperator<Tenant> change) {
        return store.change(id, before -> {
                    Tenant after = change.apply(before);
                    refuseToClose(after);
                    return after;
                })
                .call(() -> changed(id))
                .map(found -> found.map(TenantStore.Changed::after));
    }

    /** The operators' own tenant cannot be closed: nobody could open it again. */
    private static void refuseToClose(Tenant after) {
        if (after.id().equals(Tenant.DEFAULT) && !after.isActive()) {
            throw Problem.of(
                    ProblemType.CONFLICT,
                    "The tenant 'default' is that of the operators, and can be neither suspended nor deleted.");
        }
    }

    /**
     * Marks a tenant as deleted: its credentials are refused from now on, and what they opened ends, on every node.
     *
     * @return the tenant; empty if there is none
     */
    public Uni<Optional<Tenant>> close(TenantId id) {
        return change(id, tenant -> tenant.in(Tenant.State.DELETING));
    }

    /**
     * Erases everything of a tenant that was closed, and at last its record. If it fails, it can be repeated.
     *
     * @param remembered the time for which credentials of it may exist
     * @return how many keys were erased
     */
    public Uni<Long> erase(TenantId id, Duration remembered) {
        return Multi.createFrom()
                .iterable(erasers)
                .onItem()
                .transformToUniAndConcatenate(eraser -> eraser.erase(id))
                .collect()
                .in(() -> new long[1], (sum, erased) -> sum[0] += erased)
                .call(() -> store.delete(id, remembered))
                .call(() -> changed(id))
                .map(sum -> sum[0]);
    }

    private Uni<Void> changed(TenantId id) {
        return reload(id).chain(() -> nodes.broadcast(TOPIC, id.value()));
    }

    private Uni<Void> reload(TenantId id) {
        settings.forget(id);
        return settings.of(id)
                .invoke(now -> {
                    if (!now.isActive()) {
                        closed.fire(new TenantClosed(id));
                    }
                })
                .replaceWithVoid();
    }
}
