package dev.oneping.presence.store;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.oneping.model.TenantId;
import dev.oneping.model.UserId;
import dev.oneping.model.UserRef;
import dev.oneping.presence.PresenceConfig;
import dev.oneping.problem.Problem;
import dev.oneping.problem.ProblemType;
import dev.oneping.redis.RedisPipeline;
import dev.oneping.redis.Reply;
import dev.oneping.redis.Script;
import dev.oneping.redis.Shards;
import dev.oneping.tenant.Tenant;
import dev.oneping.tenant.TenantLimits;
import dev.oneping.tenant.TenantSettings;
import dev.oneping.tenant.TenantUsage;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The users of each tenant whose presence is stored, in {@code users:{tenant}}, by name. A user is listed before it is stored for
 * the first time; users whose hash has expired are dropped when a tenant has reached its limit, a bounded number at a time. A
 * user who was only ever notified is not listed.
 */
@Singleton
public class UserIndex implements TenantUsage {

    private static final Script ADMIT = Script.load("presence/admit.lua");
    /** A character after all those of names. */
    private static final String AFTER_ALL = "\u007f";

    private static final int CHECKED_AT_ONCE = 100;
    private static final int TENANTS = 10_000;
    private static final Duration REST = Duration.ofSeconds(10);

    private final RedisPipeline redis;
    private final Shards shards;
    private final TenantSettings tenants;
    private final Clock clock;
    private final int configured;

    /** The name after which the next search for expired users begins, for each tenant that has reached its limit. */
    private final Cache<TenantId, Search> searches =
            Caffeine.newBuilder().executor(Runnable::run).maximumSize(TENANTS).build();

    UserIndex(RedisPipeline redis, Shards shards, TenantSettings tenants, PresenceConfig config, Clock clock) {
        this.redis = redis;
        this.shards = shards;
        this.tenants = tenants;
        this.clock = clock;
        this.configured = config.usersPerTenant();
    }

    /**
     * Lists a user who is about to be stored for the first time.
     *
     * @throws Problem 429 if the tenant has as many users as it may
     */
    Uni<Void> admit(UserRef user) {
        return tenants.of(user.tenant())
                .map(this::limit)
                .chain(limit -> list(user, limit)
                        .chain(listed -> listed
                                ? Uni.createFrom().voidItem()
                                : dropExpired(user.tenant())
                                        .chain(() -> list(user, limit))
                                        .invoke(again -> refuseUnlisted(again, limit))
                                        .replaceWithVoid()));
    }

    /** Returns users by name: up to the limit of those whose name begins with the prefix and comes after a name. */
    public Uni<List<UserId>> page(TenantId tenant, String prefix, @Nullable UserId after, int limit) {
        String from = after == null || after.value().compareTo(prefix) < 0 ? "[" + prefix : "(" + after;
        return redis.command(
                        Command.ZRANGE,
                        key(tenant),
                        from,
                        prefix.isEmpty() ? "+" : "(" + prefix + AFTER_ALL,
                        "BYLEX",
                        "LIMIT",
                        0,
                        limit)
                .map(reply -> reply.texts().stream().map(UserId::new).toList());
    }

    private int limit(Tenant tenant) {
        return TenantLimits.or(tenant.limits().users(), configured);
    }

    private static void refuseUnlisted(boolean listed, int limit) {
        if (!listed) {
            throw Problem.of(ProblemType.LIMIT_REACHED, "The tenant has reached its limit of " + limit + " users.");
        }
    }

    @Override
    public TenantLimits configured() {
        return new TenantLimits(null, null, configured, null, null);
    }

    @Override
    public String counted() {
        return "users";
    }

    @Override
    public Uni<Long> count(TenantId tenant) {
        return redis.command(Command.ZCARD, key(tenant)).map(Reply::number);
    }

    private Uni<Boolean> list(UserRef user, int limit) {
        return redis.run(ADMIT, List.of(key(user.tenant())), List.of(user.user(), limit))
                .map(reply -> reply.tag().equals("listed"));
    }

    private Uni<Void> dropExpired(TenantId tenant) {
        Instant now = clock.instant();
        Search last = searches.getIfPresent(tenant);
        if (last != null && now.isBefore(last.at.plus(REST))) {
            return Uni.createFrom().voidItem();
        }
        String after = last == null ? "-" : last.after;
        return redis.command(Command.ZRANGE, key(tenant), after, "+", "BYLEX", "LIMIT", 0, CHECKED_AT_ONCE)
                .chain(page -> {
                    List<String> names = page.texts();
                    searches.put(tenant, new Search(now, names.size() < CHECKED_AT_ONCE ? "-" : "(" + names.getLast()));
                    return Multi.createFrom()
                            .iterable(names)
                            .onItem()
                            .transformToUniAndConcatenate(name -> dropIfExpired(new UserRef(tenant, new UserId(name))))
                            .collect()
                            .last()
                            .replaceWithVoid();
                });
    }

    private Uni<Void> dropIfExpired(UserRef user) {
        return redis.command(Command.EXISTS, shards.of(user).user(user))
                .chain(known -> known.number() > 0
                        ? Uni.createFrom().voidItem()
                        : redis.command(Command.ZREM, key(user.tenant()), user.user())
                                .replaceWithVoid());
    }

    private static String key(TenantId tenant) {
        return "users:{" + tenant + "}";
    }

    private record Search(Instant at, String after) {}
}
