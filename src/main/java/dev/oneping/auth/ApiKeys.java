package dev.oneping.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.oneping.model.TenantId;
import dev.oneping.problem.Problem;
import dev.oneping.problem.ProblemType;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Issues, checks and takes back API keys. A key that was taken back may work for another half a minute elsewhere. */
@Singleton
public class ApiKeys {

    private static final TenantId DEFAULT_TENANT = new TenantId("default");
    private static final int CACHED = 10_000;

    private final ApiKeyStore store;
    private final AuthConfig config;
    private final Clock clock;
    private final Cache<String, Known> known;

    ApiKeys(ApiKeyStore store, AuthConfig config, Clock clock) {
        this.store = store;
        this.config = config;
        this.clock = clock;
        this.known = Caffeine.newBuilder()
                .maximumSize(CACHED)
                .expireAfterWrite(config.keyCache())
                .build();
    }

    /** Who calls with this key; none if it is nobody's. */
    Uni<Optional<SecurityIdentity>> find(Secret text) {
        String id = KeyText.id(text);
        Known remembered = known.getIfPresent(id);
        if (remembered != null) {
            return Uni.createFrom().item(remembered.ifOpenedBy(text));
        }
        return store.find(id)
                .map(found -> found.flatMap(key -> {
                    Known read = new Known(key.sha256(), new CallerIdentity(key.caller()));
                    known.put(id, read);
                    return read.ifOpenedBy(text);
                }));
    }

    /**
     * Issues a key. Its text is known only to whoever gets this answer.
     *
     * @return fails with {@link ProblemType#LIMIT_REACHED} if the tenant has too many
     */
    Uni<Issued> issue(TenantId tenant, @Nullable String name, Set<Scope> scopes) {
        Secret text = KeyText.create();
        ApiKey key = new ApiKey(KeyText.id(text), tenant, name, scopes, clock.instant(), text.sha256());
        return store.all(tenant)
                .chain(all -> all.size() >= config.maxKeys()
                        ? Uni.createFrom().failure(tooMany())
                        : store.put(key).replaceWith(new Issued(key, text)));
    }

    /** A tenant's keys, the oldest first. */
    Uni<List<ApiKey>> all(TenantId tenant) {
        return store.all(tenant)
                .map(keys -> keys.stream()
                        .sorted(Comparator.comparing(ApiKey::createdAt).thenComparing(ApiKey::id))
                        .toList());
    }

    /** Takes a key back; false if the tenant has no such. */
    Uni<Boolean> revoke(TenantId tenant, String id) {
        return store.remove(tenant, id).invoke(() -> known.invalidate(id));
    }

    /**
     * Makes sure that this text is an API key of the tenant {@code default} with every scope. For the first start on a
     * developer's machine; never called in production.
     *
     * @param text any text of at least 16 characters
     * @throws IllegalArgumentException if it is shorter
     */
    public Uni<Void> ensureDevelopmentKey(String text) {
        if (text.length() < KeyText.SHORTEST) {
            throw new IllegalArgumentException(
                    "a development key must have at least " + KeyText.SHORTEST + " characters");
        }
        Secret key = new Secret(text);
        return store.put(new ApiKey(
                KeyText.id(key), DEFAULT_TENANT, "development", Set.of(Scope.ADMIN), clock.instant(), key.sha256()));
    }

    /** A text that can serve as a new API key. */
    public static String randomKey() {
        return KeyText.create().value();
    }

    private Problem tooMany() {
        return Problem.of(
                ProblemType.LIMIT_REACHED,
                "There are already " + config.maxKeys() + " API keys; take one back that is no longer used.");
    }

    /** What each request asks of a key. */
    private record Known(String sha256, SecurityIdentity identity) {

        Optional<SecurityIdentity> ifOpenedBy(Secret text) {
            return text.hasSha256(sha256) ? Optional.of(identity) : Optional.empty();
        }
    }

    /** A new key and, this once, its text. */
    record Issued(ApiKey key, Secret text) {}
}
