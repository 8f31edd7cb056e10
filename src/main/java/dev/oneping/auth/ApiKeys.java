package dev.oneping.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.oneping.model.TenantId;
import dev.oneping.redis.RedisPipeline;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The API keys of all tenants. A key is kept as its hash only, {@code oneping:apikey:<sha256>}; the hashes of a tenant's
 * keys stand in {@code oneping:apikeys:<tenant>} by their public id. Neither expires: a key is good until it is deleted.
 */
@Singleton
public class ApiKeys {

    /** The tenant of a developer's own machine. */
    public static final TenantId DEVELOPMENT = new TenantId("default");

    private static final int CACHED = 10_000;
    private static final int SECRET_BYTES = 24;
    private static final int ID_BYTES = 9;

    private final RedisPipeline redis;
    private final Clock clock;
    private final Cache<String, Caller.App> known;

    ApiKeys(RedisPipeline redis, AuthConfig config, Clock clock) {
        this.redis = redis;
        this.clock = clock;
        this.known = Caffeine.newBuilder()
                .maximumSize(CACHED)
                .expireAfterWrite(config.keyCache())
                .build();
    }

    /** Whose key this is; none if it is nobody's. */
    public Uni<Optional<Caller.App>> find(String key) {
        String hash = Digests.sha256(key);
        Caller.App app = known.getIfPresent(hash);
        return app != null ? Uni.createFrom().item(Optional.of(app)) : read(hash);
    }

    /**
     * Makes a key for a tenant. Its secret is in the answer and nowhere else.
     *
     * @param name what people call it
     */
    public Uni<NewKey> create(TenantId tenant, String name, Set<Scope> scopes) {
        String id = "key_" + Digests.secret(ID_BYTES);
        String key = "opk_" + Digests.secret(SECRET_BYTES);
        Instant now = clock.instant();
        return store(tenant, id, name, scopes, key, now).map(ignored -> new NewKey(id, name, scopes, now, key));
    }

    /** Makes the key of a developer's machine good; repeatable. */
    public void ensureDevelopmentKey(String key) {
        store(DEVELOPMENT, "key_development", "development", Set.of(Scope.ADMIN), key, clock.instant())
                .await()
                .indefinitely();
    }

    /** A tenant's keys, without their secrets. */
    public Uni<List<KnownKey>> list(TenantId tenant) {
        return redis.command(Command.HVALS, index(tenant))
                .chain(hashes -> hashes.size() == 0
                        ? Uni.createFrom().item(List.<KnownKey>of())
                        : Uni.join()
                                .all(hashes.texts().stream()
                                        .map(hash -> redis.command(Command.HGETALL, record(hash))
                                                .map(reply -> known(reply.map())))
                                        .toList())
                                .andFailFast());
    }

    /** Takes a key back; on other nodes it works for {@link AuthConfig#keyCache()} longer. Answers whether it was there. */
    public Uni<Boolean> delete(TenantId tenant, String id) {
        return redis.command(Command.HGET, index(tenant), id).chain(hash -> {
            if (hash.isNil()) {
                return Uni.createFrom().item(false);
            }
            known.invalidate(hash.text());
            return redis.command(Command.DEL, record(hash.text()))
                    .chain(() -> redis.command(Command.HDEL, index(tenant), id))
                    .replaceWith(true);
        });
    }

    private Uni<Optional<Caller.App>> read(String hash) {
        return redis.command(Command.HGETALL, record(hash)).map(reply -> {
            if (reply.size() == 0) {
                return Optional.empty();
            }
            Map<String, String> fields = reply.map();
            KnownKey key = known(fields);
            Caller.App app =
                    new Caller.App(new TenantId(fields.getOrDefault("tenant", "")), key.id(), Set.copyOf(key.scopes()));
            known.put(hash, app);
            return Optional.of(app);
        });
    }

    private Uni<Void> store(TenantId tenant, String id, String name, Set<Scope> scopes, String key, Instant now) {
        String hash = Digests.sha256(key);
        String roles = scopes.stream().map(Scope::role).sorted().collect(Collectors.joining(","));
        return redis.command(
                        Command.HSET,
                        record(hash),
                        "tenant",
                        tenant,
                        "id",
                        id,
                        "name",
                        name,
                        "scopes",
                        roles,
                        "created",
                        now)
                .chain(() -> redis.command(Command.HSET, index(tenant), id, hash))
                .replaceWithVoid();
    }

    private static KnownKey known(Map<String, String> fields) {
        List<Scope> scopes = Arrays.stream(fields.getOrDefault("scopes", "").split(","))
                .filter(role -> !role.isEmpty())
                .map(Scope::named)
                .toList();
        return new KnownKey(
                fields.getOrDefault("id", ""),
                fields.getOrDefault("name", ""),
                scopes,
                Instant.parse(fields.getOrDefault("created", Instant.EPOCH.toString())));
    }

    private static String record(String hash) {
        return "oneping:apikey:" + hash;
    }

    private static String index(TenantId tenant) {
        return "oneping:apikeys:" + tenant;
    }

    /** A key that was just made, with its secret. */
    public record NewKey(String id, String name, Set<Scope> scopes, Instant createdAt, String key) {}

    /** A key as it can be listed. */
    public record KnownKey(String id, String name, List<Scope> scopes, Instant createdAt) {}
}
