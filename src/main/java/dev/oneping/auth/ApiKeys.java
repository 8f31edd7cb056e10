package dev.oneping.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.oneping.model.TenantId;
import dev.oneping.problem.Problem;
import dev.oneping.problem.ProblemType;
import dev.oneping.redis.RedisPipeline;
import dev.oneping.redis.Reply;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The API keys of all tenants. A key is kept as its hash only, {@code oneping:apikey:<sha256>}; the hashes of a tenant's
 * keys stand in {@code oneping:apikeys:<tenant>} by their public id. Neither expires: a key is good until it is deleted,
 * and a tenant has at most {@link AuthConfig#maxKeys()}.
 *
 * <p>A key is listed before it works and works no more before it is unlisted, so that a process which dies in between
 * leaves an id that leads nowhere, never a key that nobody sees.
 */
@Singleton
public class ApiKeys {

    /** The tenant of a developer's own machine. */
    public static final TenantId DEVELOPMENT = new TenantId("default");

    /** A key of fewer characters could be guessed. */
    public static final int SHORTEST = 16;

    private static final String ADMIN_KEY = "key_admin";
    private static final String DEVELOPMENT_KEY = "key_development";
    private static final int CACHED = 10_000;
    private static final int SECRET_BYTES = 24;
    private static final int ID_BYTES = 9;

    private final RedisPipeline redis;
    private final AuthConfig config;
    private final Clock clock;
    private final Cache<String, Caller.App> known;

    ApiKeys(RedisPipeline redis, AuthConfig config, Clock clock) {
        this.redis = redis;
        this.config = config;
        this.clock = clock;
        this.known = Caffeine.newBuilder()
                .executor(Runnable::run)
                .maximumSize(CACHED)
                .expireAfterWrite(config.keyCache())
                .build();
    }

    /** Whose key this is; none if it is nobody's. */
    public Uni<Optional<Caller.App>> find(String key) {
        String hash = RandomSecrets.sha256(key);
        Caller.App app = known.getIfPresent(hash);
        return app != null ? Uni.createFrom().item(Optional.of(app)) : read(hash);
    }

    /**
     * Makes a key for a tenant. Its secret is in the answer and nowhere else.
     *
     * @param name what people call it
     */
    public Uni<NewKey> create(TenantId tenant, String name, Set<Scope> scopes) {
        String id = "key_" + RandomSecrets.secret(ID_BYTES);
        String key = "opk_" + RandomSecrets.secret(SECRET_BYTES);
        Instant now = clock.instant();
        return redis.command(Command.HLEN, index(tenant))
                .invoke(this::refuseTooMany)
                .chain(() -> store(tenant, id, name, scopes, key, now))
                .map(ignored -> new NewKey(id, name, scopes, now, key));
    }

    /**
     * Makes the key of a developer's machine good; repeatable. The one before, if it was another, works no more.
     *
     * @throws IllegalArgumentException if it is so short that it could be guessed
     */
    public void ensureDevelopmentKey(String key) {
        ensure(DEVELOPMENT_KEY, "development", key);
    }

    /**
     * Makes the key good by which an operator begins: with it the other keys are made. Repeatable; the one before, if it was
     * another, works no more.
     *
     * @throws IllegalArgumentException if it is so short that it could be guessed
     */
    public void ensureAdminKey(String key) {
        ensure(ADMIN_KEY, "admin", key);
    }

    private void ensure(String id, String name, String key) {
        if (key.length() < SHORTEST) {
            throw new IllegalArgumentException("the " + name + " key must have " + SHORTEST + " characters or more");
        }
        Uni<Boolean> isKnown =
                find(key).map(app -> app.filter(known -> known.key().equals(id)).isPresent());
        isKnown.chain(known -> known
                        ? Uni.createFrom().voidItem()
                        : delete(DEVELOPMENT, id)
                                .chain(() -> store(DEVELOPMENT, id, name, Set.of(Scope.ADMIN), key, clock.instant())))
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
                                .andFailFast()
                                .map(ApiKeys::inOrder));
    }

    /** The oldest first, without ids that lead nowhere. */
    private static List<KnownKey> inOrder(List<KnownKey> keys) {
        return keys.stream()
                .filter(key -> !key.id().isEmpty())
                .sorted(Comparator.comparing(KnownKey::createdAt).thenComparing(KnownKey::id))
                .toList();
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
        String hash = RandomSecrets.sha256(key);
        String roles = scopes.stream().map(Scope::role).sorted().collect(Collectors.joining(","));
        Object[] fields = {
            record(hash), "tenant", tenant, "id", id, "name", name, "scopes", roles, "created", now,
        };
        return redis.command(Command.HSET, index(tenant), id, hash)
                .chain(() -> redis.command(Command.HSET, fields))
                .replaceWithVoid();
    }

    private void refuseTooMany(Reply count) {
        if (count.number() >= config.maxKeys()) {
            throw Problem.of(
                    ProblemType.LIMIT_REACHED,
                    "There are already " + config.maxKeys() + " API keys: delete one that is no longer used.");
        }
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
    public record NewKey(String id, String name, Set<Scope> scopes, Instant createdAt, String key) {

        /** Without the secret. */
        @Override
        public String toString() {
            return "NewKey[" + id + "]";
        }
    }

    /** A key as it can be listed. */
    public record KnownKey(String id, String name, List<Scope> scopes, Instant createdAt) {}
}
