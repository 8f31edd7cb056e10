package dev.oneping.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.oneping.model.TenantId;
import dev.oneping.problem.Problem;
import dev.oneping.problem.ProblemType;
import dev.oneping.redis.BoundedHash;
import dev.oneping.redis.NodeChannel;
import dev.oneping.redis.RedisPipeline;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Stores the API keys of all tenants. Only the hash of a key is stored, as {@code oneping:apikey:<sha256>}; the hashes
 * of a tenant's keys are in {@code oneping:apikeys:<tenant>} by their public id. Neither expires: a key is valid until
 * it is deleted, and a tenant has at most {@link AuthConfig#maxKeys()}.
 *
 * <p>A key is listed before it becomes valid, and becomes invalid before it is unlisted, so that a process that dies in
 * between leaves a dangling id, never a valid key that is not listed.
 */
@Singleton
public class ApiKeys {

    /** The tenant of a development machine. */
    public static final TenantId DEVELOPMENT = new TenantId("default");

    /** The minimum length; a shorter key could be guessed. */
    public static final int SHORTEST = 16;

    private static final String ADMIN_KEY = "key_admin";
    private static final String DEVELOPMENT_KEY = "key_development";
    private static final String REVOKED = "revoked-api-keys";
    private static final int CACHED = 10_000;
    private static final Duration RECENT = Duration.ofHours(1);
    private static final int SECRET_BYTES = 24;
    private static final int ID_BYTES = 9;

    private final RedisPipeline redis;
    private final NodeChannel nodes;
    private final Event<ApiKeyRevoked> revoked;
    private final AuthConfig config;
    private final Clock clock;
    private final Cache<String, Caller.App> known;

    /** The hashes of keys that were valid lately; kept for longer than what is known of them. */
    private final Cache<String, Boolean> recent;

    ApiKeys(RedisPipeline redis, NodeChannel nodes, Event<ApiKeyRevoked> revoked, AuthConfig config, Clock clock) {
        this.redis = redis;
        this.nodes = nodes;
        this.revoked = revoked;
        this.config = config;
        this.clock = clock;
        this.known = Caffeine.newBuilder()
                .executor(Runnable::run)
                .maximumSize(CACHED)
                .expireAfterWrite(config.keyCache())
                .build();
        this.recent = Caffeine.newBuilder()
                .executor(Runnable::run)
                .maximumSize(CACHED)
                .expireAfterWrite(RECENT)
                .build();
    }

    void listen(@Observes StartupEvent ignored) {
        nodes.listenToBroadcasts(REVOKED, message -> {
            String[] parts = message.split(" ", 3);
            forget(new TenantId(parts[0]), parts[1], parts[2]);
        });
    }

    /** Finds the caller of a key; empty if the key is unknown. */
    public Uni<Optional<Caller.App>> find(String key) {
        String hash = RandomSecrets.sha256(key);
        Caller.App app = known.getIfPresent(hash);
        return app != null ? Uni.createFrom().item(Optional.of(app)) : read(hash);
    }

    /** Returns whether this node created or found the key within the last hour. It may have been deleted since. */
    boolean isRecent(String key) {
        return recent.getIfPresent(RandomSecrets.sha256(key)) != null;
    }

    /**
     * Creates a key for a tenant. Its secret is in the result and nowhere else.
     *
     * @param name its display name
     */
    public Uni<NewKey> create(TenantId tenant, String name, Set<Scope> scopes) {
        String id = "key_" + RandomSecrets.secret(ID_BYTES);
        String key = "opk_" + RandomSecrets.secret(SECRET_BYTES);
        Instant now = clock.instant();
        return store(tenant, id, name, scopes, key, now, config.maxKeys())
                .map(ignored -> new NewKey(id, name, scopes, now, key));
    }

    /**
     * Registers the key of a development machine; idempotent. A different previous one is revoked.
     *
     * @throws IllegalArgumentException if it is shorter than {@link #SHORTEST}
     */
    public void ensureDevelopmentKey(String key) {
        ensure(DEVELOPMENT_KEY, "development", key);
    }

    /**
     * Registers the bootstrap admin key, with which an operator creates the other keys; idempotent. A different
     * previous one is revoked.
     *
     * @throws IllegalArgumentException if it is shorter than {@link #SHORTEST}
     */
    public void ensureAdminKey(String key) {
        ensure(ADMIN_KEY, "admin", key);
    }

    private void ensure(String id, String name, String key) {
        if (key.length() < SHORTEST) {
            throw new IllegalArgumentException("the " + name + " key must have " + SHORTEST + " characters or more");
        }
        // Not from memory: a Redis that was emptied no longer has what this node remembers.
        Uni<Boolean> isKnown = read(RandomSecrets.sha256(key))
                .map(app -> app.filter(known -> known.key().equals(id)).isPresent());
        isKnown.chain(known -> known
                        ? Uni.createFrom().voidItem()
                        : delete(DEVELOPMENT, id)
                                .chain(() -> store(
                                        DEVELOPMENT,
                                        id,
                                        name,
                                        Set.of(Scope.ADMIN),
                                        key,
                                        clock.instant(),
                                        Integer.MAX_VALUE)))
                .await()
                .indefinitely();
    }

    /** Lists a tenant's keys, without their secrets. */
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

    /** Sorts the keys, the oldest first, without dangling ids. */
    private static List<KnownKey> inOrder(List<KnownKey> keys) {
        return keys.stream()
                .filter(key -> !key.id().isEmpty())
                .sorted(Comparator.comparing(KnownKey::createdAt).thenComparing(KnownKey::id))
                .toList();
    }

    /** Returns whether a tenant's key exists, by its public id. */
    public Uni<Boolean> exists(TenantId tenant, String id) {
        return redis.command(Command.HEXISTS, index(tenant), id).map(reply -> reply.number() > 0);
    }

    /**
     * Revokes a key on all nodes at once; on a node that is cut off from Redis's messages it stays valid for {@link
     * AuthConfig#keyCache()}. Returns whether it existed.
     */
    public Uni<Boolean> delete(TenantId tenant, String id) {
        return redis.command(Command.HGET, index(tenant), id).chain(hash -> {
            if (hash.isNil()) {
                return Uni.createFrom().item(false);
            }
            return redis.command(Command.DEL, record(hash.text()))
                    .chain(() -> redis.command(Command.HDEL, index(tenant), id))
                    .invoke(() -> forget(tenant, id, hash.text()))
                    .chain(() -> nodes.broadcast(REVOKED, tenant + " " + id + " " + hash.text()))
                    .replaceWith(true);
        });
    }

    private void forget(TenantId tenant, String id, String hash) {
        known.invalidate(hash);
        revoked.fire(new ApiKeyRevoked(tenant, id));
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
            recent.put(hash, true);
            return Optional.of(app);
        });
    }

    private Uni<Void> store(
            TenantId tenant, String id, String name, Set<Scope> scopes, String key, Instant now, int limit) {
        String hash = RandomSecrets.sha256(key);
        String roles = scopes.stream().map(Scope::role).sorted().collect(Collectors.joining(","));
        Object[] fields = {
            record(hash), "tenant", tenant, "id", id, "name", name, "scopes", roles, "created", now,
        };
        return BoundedHash.put(redis, index(tenant), id, hash, limit)
                .invoke(this::refuseTooMany)
                .chain(() -> redis.command(Command.HSET, fields))
                .invoke(() -> recent.put(hash, true))
                .replaceWithVoid();
    }

    private void refuseTooMany(BoundedHash.Result result) {
        if (result == BoundedHash.Result.FULL) {
            throw Problem.of(
                    ProblemType.LIMIT_REACHED,
                    "The tenant has reached its limit of " + config.maxKeys() + " API keys; delete an unused one.");
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

    /** A new key with its secret. */
    public record NewKey(String id, String name, Set<Scope> scopes, Instant createdAt, String key) {

        /** Omits the secret. */
        @Override
        public String toString() {
            return "NewKey[" + id + "]";
        }
    }

    /** A key as it is listed, without its secret. */
    public record KnownKey(String id, String name, List<Scope> scopes, Instant createdAt) {}
}
