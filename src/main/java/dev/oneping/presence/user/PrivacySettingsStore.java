package dev.oneping.presence.user;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.oneping.model.TenantId;
import dev.oneping.presence.report.Report;
import dev.oneping.redis.RedisPipeline;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Locale;

/**
 * Each tenant's settings of what is stored about its users: one hash {@code privacy-settings:{t}}, without expiry. A node follows a
 * change within {@link #FRESH}. Thread-safe.
 */
@Singleton
public class PrivacySettingsStore {

    private static final String COORDINATES = "coordinates";
    private static final Duration FRESH = Duration.ofSeconds(10);
    private static final int TENANTS = 100_000;

    private final RedisPipeline redis;
    private final Cache<TenantId, CoordinatePrecision> fresh = Caffeine.newBuilder()
            .executor(Runnable::run)
            .maximumSize(TENANTS)
            .expireAfterWrite(FRESH)
            .build();

    PrivacySettingsStore(RedisPipeline redis) {
        this.redis = redis;
    }

    /** Returns how exactly coordinates are stored; exactly by default. */
    public Uni<CoordinatePrecision> coordinates(TenantId tenant) {
        CoordinatePrecision known = fresh.getIfPresent(tenant);
        return known != null
                ? Uni.createFrom().item(known)
                : redis.command(Command.HGET, key(tenant), COORDINATES)
                        .map(reply -> reply.isNil()
                                ? CoordinatePrecision.EXACT
                                : CoordinatePrecision.valueOf(reply.text().toUpperCase(Locale.ROOT)))
                        .invoke(read -> fresh.put(tenant, read));
    }

    /** Changes how exactly coordinates are stored; what is stored already is replaced by the devices' next reports. */
    public Uni<Void> change(TenantId tenant, CoordinatePrecision coordinates) {
        return redis.command(
                        Command.HSET,
                        key(tenant),
                        COORDINATES,
                        coordinates.name().toLowerCase(Locale.ROOT))
                .invoke(stored -> fresh.put(tenant, coordinates))
                .replaceWithVoid();
    }

    /** Returns a report as the tenant allows to store it. Costs nothing for one without coordinates. */
    public Uni<Report> applied(TenantId tenant, Report report) {
        return report.location() == null
                ? Uni.createFrom().item(report)
                : coordinates(tenant).map(precision -> precision.applied(report));
    }

    private static String key(TenantId tenant) {
        return "privacy-settings:{" + tenant + "}";
    }
}
