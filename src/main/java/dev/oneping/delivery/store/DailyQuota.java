package dev.oneping.delivery.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.oneping.model.TenantId;
import dev.oneping.redis.RedisPipeline;
import dev.oneping.redis.Script;
import dev.oneping.tenant.TenantLimits;
import dev.oneping.tenant.TenantSettings;
import dev.oneping.tenant.TenantUsage;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The number of notifications that a tenant may store on a day (UTC): as each expires, this bounds what a tenant can store in
 * all. Nodes reserve a block at a time, so most notifications cost no call to Redis. Together they never exceed the limit; what a
 * node has reserved and not used is lost for the others, at most a thousandth of the limit for each.
 */
@Singleton
public class DailyQuota implements TenantUsage {

    private static final Script RESERVE = Script.load("delivery/reserve.lua");
    private static final Duration DAY = Duration.ofDays(1);
    private static final long BLOCKS = 1_000;
    private static final long LARGEST_BLOCK = 1_000;
    private static final int TENANTS = 100_000;

    private final RedisPipeline redis;
    private final TenantSettings tenants;
    private final Clock clock;
    private final long configured;
    private final Cache<TenantId, Share> shares = Caffeine.newBuilder()
            .executor(Runnable::run)
            .maximumSize(TENANTS)
            .expireAfterAccess(DAY)
            .build();

    /** Creates the quota of the configured size, or that of the tenant's own limits. */
    public DailyQuota(RedisPipeline redis, TenantSettings tenants, DeliveryConfig config, Clock clock) {
        this.redis = redis;
        this.tenants = tenants;
        this.clock = clock;
        this.configured = config.acceptedPerDay();
    }

    /** Takes one notification from the tenant's quota; false if it is exhausted until tomorrow. */
    public Uni<Boolean> take(TenantId tenant) {
        long day = today();
        Share share = shares.get(tenant, ignored -> new Share());
        return switch (share.take(day, limit(tenant))) {
            case TAKEN -> Uni.createFrom().item(true);
            case EXHAUSTED -> Uni.createFrom().item(false);
            case EMPTY -> tenants.of(tenant).chain(() -> reserve(tenant, share, day, limit(tenant)));
        };
    }

    private Uni<Boolean> reserve(TenantId tenant, Share share, long day, long limit) {
        long block = Math.clamp(limit / BLOCKS, 1, LARGEST_BLOCK);
        return redis.run(
                        RESERVE,
                        List.of(key(tenant, day)),
                        List.of(block, tomorrow(day).toEpochMilli()))
                .map(reply -> share.addAndTake(day, limit, Math.clamp(limit - (reply.number(1) - block), 0, block)));
    }

    /** Returns the limit of a tenant. */
    public long limit(TenantId tenant) {
        Long own = tenants.now(tenant).limits().notificationsPerDay();
        return own == null ? configured : own;
    }

    @Override
    public TenantLimits configured() {
        return new TenantLimits(configured, null, null, null, null);
    }

    @Override
    public String counted() {
        return "notifications_today";
    }

    /** Counts what nodes have reserved today, which is a little more than what was accepted. */
    @Override
    public Uni<Long> count(TenantId tenant) {
        return redis.command(Command.GET, key(tenant, today()))
                .map(reply -> reply.isNil() ? 0 : Math.min(reply.number(), limit(tenant)));
    }

    /** Returns the time until the next day begins. */
    public Duration untilTomorrow() {
        return Duration.between(clock.instant(), tomorrow(today()));
    }

    private static String key(TenantId tenant, long day) {
        return "oneping:accepted:" + tenant + ":" + day;
    }

    private long today() {
        return clock.millis() / DAY.toMillis();
    }

    private static Instant tomorrow(long day) {
        return Instant.ofEpochMilli((day + 1) * DAY.toMillis());
    }

    /** The rest of what this node has reserved for a tenant. */
    private static final class Share {

        private long day;
        private long left;
        private long limit;
        private boolean exhausted;

        synchronized Taken take(long today, long ofTenant) {
            if (today > day) {
                day = today;
                left = 0;
                exhausted = false;
            }
            if (ofTenant != limit) {
                limit = ofTenant;
                exhausted = false;
            }
            if (left > 0) {
                left--;
                return Taken.TAKEN;
            }
            return exhausted ? Taken.EXHAUSTED : Taken.EMPTY;
        }

        /** Adds a reservation of a day, and takes one of it. */
        synchronized boolean addAndTake(long reservedFor, long ofTenant, long granted) {
            if (reservedFor == day) {
                left += granted;
                limit = ofTenant;
                exhausted |= granted == 0;
            }
            return reservedFor == day ? take(day, ofTenant) == Taken.TAKEN : granted > 0;
        }
    }

    private enum Taken {
        TAKEN,
        EMPTY,
        EXHAUSTED
    }
}
