package dev.oneping.tenant;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.oneping.model.TenantId;
import dev.oneping.problem.Problem;
import dev.oneping.problem.ProblemType;
import dev.oneping.redis.RedisPipeline;
import dev.oneping.redis.StoredJson;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import jakarta.inject.Singleton;
import java.time.Duration;

/**
 * The state and the limits of tenants, as this node knows them: read once and kept for {@link #FRESH}, and forgotten at once when
 * any node changes them. While Redis does not answer, the last known ones count. Thread-safe; never blocks.
 */
@Singleton
public class TenantSettings {

    static final String RECORDS = "oneping:tenants";

    /** The time after which a node that missed a change reads again. */
    static final Duration FRESH = Duration.ofSeconds(30);

    private static final int TENANTS = 100_000;

    private final RedisPipeline redis;
    private final StoredJson json;
    private final Cache<TenantId, Tenant> fresh = Caffeine.newBuilder()
            .executor(Runnable::run)
            .maximumSize(TENANTS)
            .expireAfterWrite(FRESH)
            .build();
    private final Cache<TenantId, Tenant> last =
            Caffeine.newBuilder().executor(Runnable::run).maximumSize(TENANTS).build();

    /** Creates the settings of all tenants of a Redis. */
    public TenantSettings(RedisPipeline redis, ObjectMapper json) {
        this.redis = redis;
        this.json = new StoredJson(json);
    }

    /** Returns a tenant. One without a record is active, with the configured limits. */
    public Uni<Tenant> of(TenantId tenant) {
        Tenant known = fresh.getIfPresent(tenant);
        if (known != null) {
            return Uni.createFrom().item(known);
        }
        Uni<Tenant> read = read(tenant);
        Tenant stale = last.getIfPresent(tenant);
        return stale == null ? read : read.onFailure().recoverWithItem(stale);
    }

    /** Returns a tenant as this node last knew it, which may be out of date. */
    public Tenant now(TenantId tenant) {
        Tenant known = last.getIfPresent(tenant);
        return known == null ? Tenant.unrecorded(tenant) : known;
    }

    /**
     * Checks that the credentials of a tenant count.
     *
     * @throws Problem 403 if it is suspended, 404 if it was deleted
     */
    public Uni<Void> requireActive(TenantId tenant) {
        return of(tenant)
                .invoke(found -> {
                    switch (found.state()) {
                        case ACTIVE -> {}
                        case SUSPENDED -> throw suspended();
                        case DELETING -> throw Problem.notFound("such tenant");
                    }
                })
                .replaceWithVoid();
    }

    /** Returns the problem for every credential of a suspended tenant. */
    public static Problem suspended() {
        return Problem.of(
                ProblemType.TENANT_SUSPENDED,
                "The tenant of this credential is suspended; its operator can activate it again.");
    }

    /** Reads a tenant again at its next use. */
    void forget(TenantId tenant) {
        fresh.invalidate(tenant);
    }

    private Uni<Tenant> read(TenantId tenant) {
        return redis.command(Command.HGET, RECORDS, tenant)
                .chain(reply -> reply.isNil()
                        ? unrecorded(tenant)
                        : Uni.createFrom().item(json.read(reply.text(), Tenant.class)))
                .invoke(found -> {
                    fresh.put(tenant, found);
                    last.put(tenant, found);
                });
    }

    /** Returns a tenant without a record: one that was never recorded, or one that was deleted a short time ago. */
    private Uni<Tenant> unrecorded(TenantId tenant) {
        Tenant found = Tenant.unrecorded(tenant);
        return redis.command(Command.EXISTS, gone(tenant))
                .map(reply -> reply.number() == 0 ? found : found.in(Tenant.State.DELETING));
    }

    static String gone(TenantId tenant) {
        return "oneping:tenant-gone:" + tenant;
    }
}
