package dev.oneping.auth.key;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import dev.oneping.auth.AuthConfig;
import dev.oneping.auth.Caller;
import dev.oneping.auth.CredentialResult;
import dev.oneping.auth.RandomSecrets;
import dev.oneping.auth.Scope;
import dev.oneping.model.TenantId;
import dev.oneping.problem.Problem;
import dev.oneping.problem.ProblemType;
import dev.oneping.redis.BoundedHash;
import dev.oneping.redis.NodeChannel;
import dev.oneping.redis.RedisPipeline;
import dev.oneping.redis.Reply;
import dev.oneping.redis.Script;
import dev.oneping.tenant.Tenant;
import dev.oneping.tenant.TenantLimits;
import dev.oneping.tenant.TenantSettings;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Stores the API keys of all tenants. Only the hash of a key is stored, as {@code oneping:apikey:<sha256>}; the hashes
 * of a tenant's keys are in {@code oneping:apikeys:<tenant>} by their public id. Neither is deleted by itself: a key can expire, but
 * is listed until it is deleted. A tenant has a limited number of keys.
 *
 * <p>A key is listed before it becomes valid, and becomes invalid before it is unlisted, so that a process that dies in
 * between leaves a dangling id, never a valid key that is not listed.
 */
@Singleton
public class ApiKeys {

    /** The tenant of a development machine. */
    public static final TenantId DEVELOPMENT = Tenant.DEFAULT;

    /** The minimum length; a shorter key could be guessed. */
    public static final int SHORTEST = 16;

    private static final Logger LOG = Logger.getLogger(ApiKeys.class);
    private static final Script TOUCH = Script.load("auth/touch.lua");
    private static final String ADMIN_KEY = "key_admin";
    private static final String DEVELOPMENT_KEY = "key_development";
    private static final Set<Scope> OPERATORS = Set.of(Scope.ADMIN, Scope.OPERATOR);
    private static final String REVOKED = "revoked-api-keys";
    private static final String CHANGED = " changed";
    private static final int SECRET_BYTES = 24;
    private static final int ID_BYTES = 9;
    private static final int PREFIX = "opk_".length() + 4;

    private final RedisPipeline redis;
    private final NodeChannel nodes;
    private final Event<ApiKeyRevoked> revoked;
    private final TenantSettings tenants;
    private final AuthConfig config;
    private final Clock clock;
    private final ApiKeyMemory memory;

    ApiKeys(
            RedisPipeline redis,
            NodeChannel nodes,
            Event<ApiKeyRevoked> revoked,
            TenantSettings tenants,
            AuthConfig config,
            Clock clock) {
        this.redis = redis;
        this.nodes = nodes;
        this.revoked = revoked;
        this.tenants = tenants;
        this.config = config;
        this.clock = clock;
        this.memory = new ApiKeyMemory(config.keyCache());
    }

    void listen(@Observes StartupEvent ignored) {
        nodes.listenToBroadcasts(REVOKED, message -> {
            String[] parts = message.split(" ", 4);
            if (parts.length == 4) {
                reread(parts[2])
                        .subscribe()
                        .with(key -> {}, failure -> LOG.debugf("a key was not read again: %s", failure.getMessage()));
            } else {
                forget(new TenantId(parts[0]), parts[1], parts[2]);
            }
        });
    }

    /** Finds the caller of a key, wherever it comes from; empty if the key is unknown or has expired. */
    public Uni<Optional<Caller.App>> find(String key) {
        return stored(RandomSecrets.sha256(key))
                .map(found -> found.filter(it -> !isPast(it.expires())).map(StoredApiKey::app));
    }

    /**
     * Verifies a key, and notes its use.
     *
     * @param address the address of the caller; null if it has none
     */
    public Uni<CredentialResult> verify(String key, @Nullable String address) {
        String hash = RandomSecrets.sha256(key);
        return stored(hash).map(found -> {
            if (found.isEmpty()) {
                return new CredentialResult.Invalid();
            }
            CredentialResult result = found.get().judge(address, clock.instant());
            if (result instanceof CredentialResult.Valid) {
                use(hash);
            }
            return result;
        });
    }

    private Uni<Optional<StoredApiKey>> stored(String hash) {
        StoredApiKey key = memory.find(hash);
        return key != null ? Uni.createFrom().item(Optional.of(key)) : read(hash);
    }

    /** Writes that a key is in use, at most once in a minute. The answer to its request does not wait for it. */
    private void use(String hash) {
        if (memory.isUseDue(hash)) {
            touch(hash, StoredApiKey.USED, clock.instant())
                    .subscribe()
                    .with(done -> {}, failure -> LOG.debugf("use of a key not written: %s", failure.getMessage()));
        }
    }

    private Uni<Reply> touch(String hash, String field, Instant time) {
        return redis.run(TOUCH, List.of(record(hash)), List.of(field, time));
    }

    /** Returns whether this node created or found the key within the last hour. It may have been deleted since. */
    public boolean isRecent(String key) {
        return memory.isRecent(RandomSecrets.sha256(key));
    }

    /** Creates a key for a tenant that does not expire and may be used from everywhere. */
    public Uni<NewKey> create(TenantId tenant, String name, Set<Scope> scopes) {
        return create(tenant, name, scopes, null, List.of());
    }

    /**
     * Creates a key for a tenant. Its secret is in the result and nowhere else.
     *
     * @param name      its display name
     * @param expiresAt when it stops to be valid; null for never
     * @param networks  the CIDR blocks that it may be used from; none for everywhere
     */
    public Uni<NewKey> create(
            TenantId tenant, String name, Set<Scope> scopes, @Nullable Instant expiresAt, List<String> networks) {
        String id = "key_" + RandomSecrets.secret(ID_BYTES);
        String key = "opk_" + RandomSecrets.secret(SECRET_BYTES);
        KnownApiKey shown = new KnownApiKey(
                id,
                name,
                scopes.stream().sorted().toList(),
                clock.instant(),
                key.substring(0, PREFIX),
                expiresAt,
                networks.isEmpty() ? null : networks,
                null);
        return tenants.of(tenant)
                .map(found -> TenantLimits.or(found.limits().keys(), config.maxKeys()))
                .chain(limit -> store(new StoredApiKey(new Caller.App(tenant, id, scopes), shown), key, limit))
                .replaceWith(new NewKey(shown, key));
    }

    /**
     * Creates a key with the name, scopes and networks of another one, which stops to be valid after a while.
     *
     * @param overlap   the time for which both are valid
     * @param expiresAt when the new one stops to be valid; null for never
     * @return empty if there is no such key
     * @throws Problem 409 if the key is set by the configuration, or has expired
     */
    public Uni<Optional<NewKey>> rotate(TenantId tenant, String id, Duration overlap, @Nullable Instant expiresAt) {
        if (id.equals(ADMIN_KEY) || id.equals(DEVELOPMENT_KEY)) {
            throw Problem.of(
                    ProblemType.CONFLICT,
                    "This key is set by the configuration; start the service with another one instead.");
        }
        return hash(tenant, id)
                .chain(hash -> hash.isEmpty()
                        ? Uni.createFrom().item(Optional.<NewKey>empty())
                        : read(hash.get())
                                .chain(found -> found.isEmpty()
                                        ? Uni.createFrom().item(Optional.<NewKey>empty())
                                        : replace(tenant, found.get(), hash.get(), overlap, expiresAt)
                                                .map(Optional::of)));
    }

    private Uni<NewKey> replace(
            TenantId tenant, StoredApiKey old, String hash, Duration overlap, @Nullable Instant expiresAt) {
        if (isPast(old.expires())) {
            throw Problem.of(ProblemType.CONFLICT, "The key has expired already; create another one.");
        }
        KnownApiKey shown = old.shown();
        Instant end = clock.instant().plus(overlap);
        Instant until = old.expires() == null || end.isBefore(old.expires()) ? end : old.expires();
        List<String> networks = shown.networks() == null ? List.of() : shown.networks();
        return create(tenant, shown.name(), old.app().scopes(), expiresAt, networks)
                .call(() -> touch(hash, StoredApiKey.EXPIRES, until))
                .call(() -> reread(hash))
                .call(() -> nodes.broadcast(REVOKED, tenant + " " + shown.id() + " " + hash + CHANGED));
    }

    /** Reads a key again that was changed, so that this node knows when it expires. */
    private Uni<Optional<StoredApiKey>> reread(String hash) {
        memory.forget(hash);
        return read(hash);
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
        KnownApiKey shown = new KnownApiKey(
                id, name, OPERATORS.stream().sorted().toList(), clock.instant(), null, null, null, null);
        StoredApiKey made = new StoredApiKey(new Caller.App(DEVELOPMENT, id, OPERATORS), shown);
        // Not from memory: a Redis that was emptied no longer has what this node remembers.
        Uni<Boolean> isKnown = read(RandomSecrets.sha256(key))
                .map(found -> found.filter(it -> it.app().equals(made.app())).isPresent());
        isKnown.chain(known -> known
                        ? Uni.createFrom().voidItem()
                        : delete(DEVELOPMENT, id).chain(() -> store(made, key, Integer.MAX_VALUE)))
                .await()
                .indefinitely();
    }

    /** Lists a tenant's keys, the oldest first, without their secrets and without dangling ids. */
    public Uni<List<KnownApiKey>> list(TenantId tenant) {
        return redis.command(Command.HVALS, index(tenant))
                .chain(hashes -> hashes.size() == 0
                        ? Uni.createFrom().item(List.<KnownApiKey>of())
                        : Uni.join()
                                .all(hashes.texts().stream().map(this::fields).toList())
                                .andFailFast()
                                .map(found -> found.stream()
                                        .flatMap(Optional::stream)
                                        .map(StoredApiKey::shown)
                                        .sorted(Comparator.comparing(KnownApiKey::createdAt)
                                                .thenComparing(KnownApiKey::id))
                                        .toList()));
    }

    private Uni<Optional<StoredApiKey>> fields(String hash) {
        return redis.command(Command.HGETALL, record(hash)).map(reply -> StoredApiKey.of(reply.map()));
    }

    /** Finds a tenant's key by its public id. */
    public Uni<Optional<KnownApiKey>> find(TenantId tenant, String id) {
        return hash(tenant, id)
                .chain(hash ->
                        hash.map(this::read).orElseGet(() -> Uni.createFrom().item(Optional.empty())))
                .map(found -> found.map(StoredApiKey::shown));
    }

    /** Returns whether a tenant's key exists and has not expired, by its public id. */
    public Uni<Boolean> isValid(TenantId tenant, String id) {
        return find(tenant, id)
                .map(found -> found.filter(key -> !isPast(key.expiresAt())).isPresent());
    }

    /** Returns whether a key has expired, as far as this node knows, without asking Redis. */
    public boolean hasExpired(ApiKeyRevoked key) {
        return isPast(memory.end(key));
    }

    private boolean isPast(@Nullable Instant end) {
        return end != null && !clock.instant().isBefore(end);
    }

    /**
     * Revokes a key on all nodes at once; on a node that is cut off from Redis's messages it stays valid for {@link
     * AuthConfig#keyCache()}. Returns whether it existed.
     */
    public Uni<Boolean> delete(TenantId tenant, String id) {
        return hash(tenant, id)
                .chain(hash -> hash.isEmpty()
                        ? Uni.createFrom().item(false)
                        : redis.command(Command.DEL, record(hash.get()))
                                .chain(() -> redis.command(Command.HDEL, index(tenant), id))
                                .invoke(() -> forget(tenant, id, hash.get()))
                                .chain(() -> nodes.broadcast(REVOKED, tenant + " " + id + " " + hash.get()))
                                .replaceWith(true));
    }

    /** Revokes all keys of a tenant. */
    public Uni<Void> deleteAll(TenantId tenant) {
        return redis.command(Command.HKEYS, index(tenant))
                .chain(ids -> Multi.createFrom()
                        .iterable(ids.texts())
                        .onItem()
                        .transformToUniAndConcatenate(id -> delete(tenant, id))
                        .collect()
                        .last()
                        .replaceWithVoid());
    }

    private Uni<Optional<String>> hash(TenantId tenant, String id) {
        return redis.command(Command.HGET, index(tenant), id)
                .map(reply -> reply.isNil() ? Optional.empty() : Optional.of(reply.text()));
    }

    private void forget(TenantId tenant, String id, String hash) {
        memory.forget(hash);
        revoked.fire(new ApiKeyRevoked(tenant, id));
    }

    private Uni<Optional<StoredApiKey>> read(String hash) {
        return fields(hash).invoke(found -> found.ifPresent(key -> memory.put(hash, key)));
    }

    private Uni<Void> store(StoredApiKey made, String key, int limit) {
        String hash = RandomSecrets.sha256(key);
        return BoundedHash.put(redis, index(made.app().tenant()), made.app().key(), hash, limit)
                .invoke(result -> refuseTooMany(result, limit))
                .chain(() -> redis.command(Command.HSET, made.fields(record(hash))))
                .invoke(() -> memory.created(hash))
                .replaceWithVoid();
    }

    private static void refuseTooMany(BoundedHash.Result result, int limit) {
        if (result == BoundedHash.Result.FULL) {
            throw Problem.of(
                    ProblemType.LIMIT_REACHED,
                    "The tenant has reached its limit of " + limit + " API keys; delete an unused one.");
        }
    }

    private static String record(String hash) {
        return "oneping:apikey:" + hash;
    }

    /** Returns the key of the index of a tenant's API keys. */
    static String index(TenantId tenant) {
        return "oneping:apikeys:" + tenant;
    }

    /** A new key with its secret. */
    public record NewKey(@JsonUnwrapped KnownApiKey shown, String key) {

        /** Returns the public id. */
        public String id() {
            return shown.id();
        }

        /** Omits the secret. */
        @Override
        public String toString() {
            return "NewKey[" + id() + "]";
        }
    }
}
