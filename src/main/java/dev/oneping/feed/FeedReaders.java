package dev.oneping.feed;

import dev.oneping.auth.Caller;
import dev.oneping.auth.key.ApiKeyRevoked;
import dev.oneping.auth.key.ApiKeys;
import dev.oneping.model.TenantId;
import dev.oneping.problem.Problem;
import dev.oneping.problem.ProblemType;
import dev.oneping.tenant.TenantClosed;
import dev.oneping.tenant.TenantSettings;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The open readers of this node, by API key: at most {@link FeedConfig#maxReaders()} of each, and none of a key that was
 * revoked or has expired, or whose tenant is closed. The news of a revocation can be lost while Redis is unavailable, so open
 * keys are also checked regularly.
 */
@Singleton
class FeedReaders {

    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Map<ApiKeyRevoked, Set<Reader>> open = new ConcurrentHashMap<>();
    private final ApiKeys keys;
    private final TenantSettings tenants;
    private final int limit;

    FeedReaders(ApiKeys keys, TenantSettings tenants, FeedConfig config) {
        this.keys = keys;
        this.tenants = tenants;
        this.limit = config.maxReaders();
    }

    /**
     * Registers a reader, which must be closed.
     *
     * @throws Problem 429 if the key has too many
     */
    Reader open(Caller caller) {
        ApiKeyRevoked key = key(caller);
        Reader reader = new Reader(key);
        open.compute(key, (ignored, others) -> {
            Set<Reader> readers = others == null ? ConcurrentHashMap.newKeySet() : others;
            if (readers.size() >= limit) {
                throw tooMany();
            }
            readers.add(reader);
            return readers;
        });
        return reader;
    }

    /** Throws the problem of {@link #open} without registering a reader. */
    void requireRoom(Caller caller) {
        Set<Reader> readers = open.get(key(caller));
        if (readers != null && readers.size() >= limit) {
            throw tooMany();
        }
    }

    /** Returns the number of a key's open readers. */
    int count(TenantId tenant, String key) {
        return open.getOrDefault(new ApiKeyRevoked(tenant, key), Set.of()).size();
    }

    void revoked(@Observes ApiKeyRevoked key) {
        Set<Reader> readers = open.get(key);
        if (readers != null) {
            readers.forEach(reader -> reader.revoked.complete(null));
        }
    }

    void closed(@Observes TenantClosed event) {
        open.keySet().stream()
                .filter(key -> key.tenant().equals(event.tenant()))
                .forEach(this::revoked);
    }

    /** Ends what an expired key has opened, by what this node knows of it. */
    @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    void expire() {
        open.keySet().stream().filter(keys::hasExpired).forEach(this::revoked);
    }

    @Scheduled(every = "30s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> check() {
        return Multi.createFrom()
                .iterable(Set.copyOf(open.keySet()))
                .onItem()
                .transformToUniAndConcatenate(key -> isValid(key)
                        .onFailure()
                        .recoverWithItem(true)
                        .invoke(exists -> {
                            if (!exists) {
                                revoked(key);
                            }
                        }))
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Boolean> isValid(ApiKeyRevoked key) {
        return tenants.of(key.tenant())
                .chain(tenant -> tenant.isActive()
                        ? keys.isValid(key.tenant(), key.key())
                        : Uni.createFrom().item(false));
    }

    private Problem tooMany() {
        return Problem.of(
                        ProblemType.LIMIT_REACHED,
                        "This API key has reached its limit of " + limit
                                + " readers of the event feed on this node; close one.")
                .retryAfter(PAUSE);
    }

    private static ApiKeyRevoked key(Caller caller) {
        return switch (caller) {
            case Caller.App app -> new ApiKeyRevoked(app.tenant(), app.key());
            case Caller.Device device -> new ApiKeyRevoked(device.tenant(), "");
        };
    }

    /** One open reader. */
    final class Reader implements AutoCloseable {

        private final ApiKeyRevoked key;
        private final CompletableFuture<@Nullable Void> revoked = new CompletableFuture<>();

        private Reader(ApiKeyRevoked key) {
            this.key = key;
        }

        /** Runs an action when the key is revoked. */
        void onRevoked(Runnable action) {
            revoked.thenRun(action);
        }

        /** Returns the result of a read, or a failure as soon as the key is revoked; closes the reader. */
        <T> Uni<T> during(Uni<T> read) {
            Uni<T> end = Uni.createFrom()
                    .completionStage(revoked)
                    .chain(() -> Uni.createFrom()
                            .failure(Problem.of(ProblemType.INVALID_CREDENTIAL, "The API key has been revoked.")
                                    .with("WWW-Authenticate", "Bearer")));
            return Uni.join().first(read, end).toTerminate().onTermination().invoke(this::close);
        }

        @Override
        public void close() {
            open.computeIfPresent(key, (ignored, readers) -> {
                readers.remove(this);
                return readers.isEmpty() ? null : readers;
            });
        }
    }
}
