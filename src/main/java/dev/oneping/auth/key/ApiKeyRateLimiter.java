package dev.oneping.auth.key;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.oneping.auth.AuthConfig;
import dev.oneping.auth.Caller;
import dev.oneping.model.RateLimit;
import dev.oneping.model.TenantId;
import dev.oneping.problem.Problem;
import dev.oneping.problem.ProblemType;
import dev.oneping.redis.time.Time;
import dev.oneping.tenant.TenantLimits;
import dev.oneping.tenant.TenantSettings;
import io.vertx.core.MultiMap;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToIntFunction;

/**
 * Limits the request rate of each API key on this node, so that a runaway loop of one key cannot starve the others.
 * Every response reports the remaining quota, in the headers of the IETF draft "RateLimit header fields for HTTP".
 */
@Singleton
public class ApiKeyRateLimiter {

    private static final Duration FORGET_AFTER = Duration.ofMinutes(10);
    private static final int MOST_KEYS = 100_000;

    private static final int MOST_POLICIES = 1_000;

    private final Policy configured;
    private final ToIntFunction<TenantId> rates;
    private final Cache<Integer, Policy> policies = Caffeine.newBuilder()
            .maximumSize(MOST_POLICIES)
            .executor(Runnable::run)
            .build();
    private final Cache<String, AtomicLong> debts = Caffeine.newBuilder()
            .maximumSize(MOST_KEYS)
            .expireAfterAccess(FORGET_AFTER)
            .executor(Runnable::run)
            .build();

    @Inject
    ApiKeyRateLimiter(AuthConfig config, TenantSettings tenants) {
        this(
                config,
                tenant ->
                        TenantLimits.or(tenants.now(tenant).limits().requestsPerSecond(), config.requestsPerSecond()));
    }

    /**
     * Creates the limiter.
     *
     * @param rates the number of requests per second that each key of a tenant may make
     */
    ApiKeyRateLimiter(AuthConfig config, ToIntFunction<TenantId> rates) {
        this.configured = Policy.of(config.requestsPerSecond(), config.requestBurst());
        this.rates = rates;
    }

    /** A tenant with a rate of its own may make as many at once as in two seconds. */
    private Policy policy(TenantId tenant) {
        int rate = rates.applyAsInt(tenant);
        return rate == configured.rate() ? configured : policies.get(rate, own -> Policy.of(own, 2 * own));
    }

    /**
     * Takes one request from a key's quota and reports the rest.
     *
     * @param answer the headers of the response
     * @throws Problem 429 with {@code Retry-After} if the quota is exhausted
     */
    public void take(Caller.App app, MultiMap answer) {
        long now = Time.nanoTime();
        AtomicLong debt = debts.get(app.tenant() + ":" + app.key(), ignored -> new AtomicLong(now));
        Policy policy = policy(app.tenant());
        RateLimit limit = policy.limit();
        answer.set("RateLimit-Policy", policy.text());
        if (!limit.take(debt, now)) {
            answer.set("RateLimit", "\"key\";r=0;t=1");
            throw Problem.of(
                            ProblemType.LIMIT_REACHED,
                            "This API key makes too many requests; slow down, or spread them over time.")
                    .retryAfter(limit.untilNext(debt.get(), now));
        }
        answer.set("RateLimit", "\"key\";r=" + limit.left(debt.get(), now) + ";t=1");
    }

    /**
     * A rate with its description in the header {@code RateLimit-Policy}.
     *
     * @param rate requests per second
     */
    private record Policy(int rate, RateLimit limit, String text) {

        static Policy of(int rate, int burst) {
            long window = Math.max(1, Math.ceilDiv(burst, rate));
            return new Policy(
                    rate, RateLimit.of(burst, rate, Duration.ofSeconds(1)), "\"key\";q=" + burst + ";w=" + window);
        }
    }
}
