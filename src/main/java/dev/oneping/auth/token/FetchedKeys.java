package dev.oneping.auth.token;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.oneping.auth.AuthConfig;
import dev.oneping.outbound.guard.AddressGuard;
import dev.oneping.outbound.guard.AddressGuard.Verdict;
import dev.oneping.outbound.guard.EndpointUrl;
import dev.oneping.outbound.http.CallOutcome;
import dev.oneping.outbound.http.HttpSender;
import dev.oneping.outbound.http.OutboundResponse;
import dev.oneping.problem.Problem;
import dev.oneping.problem.ProblemType;
import dev.oneping.redis.time.Time;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The keys of issuers that publish them, on this node: fetched again when they are old or do not know a {@code kid}, at most every
 * {@value #PAUSE_SECONDS} seconds, and kept as long as they cannot be fetched.
 */
@Singleton
class FetchedKeys {

    private static final Logger LOG = Logger.getLogger(FetchedKeys.class);
    private static final int PAUSE_SECONDS = 10;
    private static final long PAUSE = Duration.ofSeconds(PAUSE_SECONDS).toNanos();
    private static final int MOST_BYTES = 65_536;
    private static final int MOST_ISSUERS = 10_000;
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final Duration RETRY = Duration.ofSeconds(PAUSE_SECONDS);

    private final AddressGuard guard;
    private final HttpSender http;
    private final long fresh;
    private final Cache<String, Entry> entries = Caffeine.newBuilder()
            .maximumSize(MOST_ISSUERS)
            .executor(Runnable::run)
            .build();

    FetchedKeys(AddressGuard guard, Vertx vertx, Clock clock, AuthConfig config) {
        this.guard = guard;
        this.http = new HttpSender(vertx, clock, MOST_BYTES);
        this.fresh = config.jwksFresh().toNanos();
    }

    /**
     * Returns the keys at a URL.
     *
     * @param place the issuer, and its version
     * @param kid   the key that is looked for; null for any
     * @return fails with 503 if there are none and they cannot be fetched
     */
    Uni<SigningKeys> of(String place, String url, @Nullable String kid) {
        Entry entry = entries.get(place, ignored -> new Entry());
        long now = Time.nanoTime();
        Known known = entry.known;
        boolean isOld =
                known == null || now - known.at() > fresh || !known.keys().knows(kid);
        if (!isOld || !entry.mayTry(now)) {
            return known != null
                    ? Uni.createFrom().item(known.keys())
                    : Objects.requireNonNullElseGet(
                            onContext(entry.underWay), () -> Uni.createFrom().failure(FetchedKeys::missing));
        }
        // Whoever has no keys yet waits for the same fetch.
        Uni<SigningKeys> fetched = Uni.createFrom()
                .item(() -> fetch(url))
                .runSubscriptionOn(Infrastructure.getDefaultExecutor())
                .invoke(keys -> entry.known = new Known(keys, now))
                .onFailure()
                .recoverWithUni(failure -> {
                    LOG.infof("keys of %s cannot be fetched: %s", place, failure.getMessage());
                    return known == null
                            ? Uni.createFrom().failure(missing())
                            : Uni.createFrom().item(known.keys());
                })
                .onTermination()
                .invoke(() -> {
                    entry.underWay = null;
                    entry.busy.set(false);
                })
                .memoize()
                .indefinitely();
        entry.underWay = fetched;
        return Objects.requireNonNull(onContext(fetched));
    }

    /** Continues where the caller is. */
    private static @Nullable Uni<SigningKeys> onContext(@Nullable Uni<SigningKeys> fetched) {
        Context context = Vertx.currentContext();
        return fetched == null || context == null
                ? fetched
                : fetched.emitOn(task -> context.runOnContext(ignored -> task.run()));
    }

    private SigningKeys fetch(String address) {
        try {
            EndpointUrl url = guard.parse(address);
            if (!(guard.check(url) instanceof Verdict.Allowed allowed)) {
                throw new IllegalStateException("the address is blocked or unknown");
            }
            OutboundResponse answer = http.call(
                            HttpMethod.GET,
                            url,
                            allowed.addresses(),
                            Map.of("Accept", "application/json", "User-Agent", "oneping-keys/1"),
                            new byte[0],
                            LIMIT)
                    .toCompletionStage()
                    .toCompletableFuture()
                    .join();
            if (!(answer.outcome() instanceof CallOutcome.Delivered) || answer.body() == null) {
                throw new IllegalStateException(
                        "the answer is " + answer.outcome().code());
            }
            return SigningKeys.parse(answer.body(), false);
        } catch (EndpointUrl.Refused | SigningKeys.Unusable e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    private static Problem missing() {
        return Problem.of(ProblemType.UNAVAILABLE, "The keys of the token's issuer cannot be fetched at the moment.")
                .retryAfter(RETRY);
    }

    private record Known(SigningKeys keys, long at) {}

    /** The keys of one issuer, and when they were last asked for. */
    private static final class Entry {

        private final AtomicBoolean busy = new AtomicBoolean();
        private volatile @Nullable Known known;
        private volatile @Nullable Uni<SigningKeys> underWay;
        private volatile @Nullable Long tried;

        boolean mayTry(long now) {
            Long last = tried;
            if ((last != null && now - last < PAUSE) || !busy.compareAndSet(false, true)) {
                return false;
            }
            tried = now;
            return true;
        }
    }
}
