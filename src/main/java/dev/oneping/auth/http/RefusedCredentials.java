package dev.oneping.auth.http;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.oneping.auth.AuthConfig;
import dev.oneping.model.RateLimit;
import dev.oneping.problem.Problem;
import dev.oneping.problem.ProblemType;
import dev.oneping.redis.time.Time;
import io.vertx.core.net.SocketAddress;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * Rate limit for requests and connects without a valid credential, per address and apart from the limits of the others: an
 * attacker without one takes nobody's turn. It never applies to a device whose token is signed by this service, nor to an API key
 * that is in use, since many callers may share the address of a proxy.
 */
@Singleton
public class RefusedCredentials {

    private static final int MAX_ADDRESSES = 100_000;
    private static final Duration FORGET_AFTER = Duration.ofMinutes(10);

    private final RateLimit limit;
    private final LongSupplier nanoTime;
    private final Cache<String, AtomicLong> debts = Caffeine.newBuilder()
            .maximumSize(MAX_ADDRESSES)
            .expireAfterAccess(FORGET_AFTER)
            .executor(Runnable::run)
            .build();

    @Inject
    RefusedCredentials(AuthConfig config) {
        this(config, Time::nanoTime);
    }

    RefusedCredentials(AuthConfig config, LongSupplier nanoTime) {
        this.limit = RateLimit.of(config.refusalBurst(), config.refusalsPerSecond(), Duration.ofSeconds(1));
        this.nanoTime = nanoTime;
    }

    /** Counts a refused credential. */
    public void count(SocketAddress address) {
        long now = nanoTime.getAsLong();
        debt(address, now).updateAndGet(debt -> {
            long after = limit.take(debt, now);
            return after == RateLimit.REFUSED ? debt : after;
        });
    }

    /** Returns the problem for a credential that cannot be verified without cost, if its address has sent too many wrong ones. */
    public Optional<Problem> refusal(SocketAddress address) {
        long now = nanoTime.getAsLong();
        long debt = debt(address, now).get();
        if (limit.take(debt, now) != RateLimit.REFUSED) {
            return Optional.empty();
        }
        return Optional.of(Problem.of(
                        ProblemType.LIMIT_REACHED,
                        "Too many requests without a valid credential come from this address; slow down.")
                .retryAfter(limit.untilNext(debt, now)));
    }

    private AtomicLong debt(SocketAddress address, long now) {
        return debts.get(String.valueOf(address.hostAddress()), ignored -> new AtomicLong(now));
    }
}
