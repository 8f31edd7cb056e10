package dev.oneping.auth;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.oneping.model.RateLimit;
import dev.oneping.problem.Problem;
import dev.oneping.problem.ProblemType;
import dev.oneping.redis.time.Time;
import io.vertx.core.MultiMap;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Limits the request rate of each API key on this node, so that a runaway loop of one key cannot starve the others.
 * Every response reports the remaining quota, in the headers of the IETF draft "RateLimit header fields for HTTP".
 */
@Singleton
class ApiKeyRateLimiter {

    private static final Duration FORGET_AFTER = Duration.ofMinutes(10);
    private static final int MOST_KEYS = 100_000;

    private final RateLimit limit;
    private final String policy;
    private final Cache<String, AtomicLong> debts = Caffeine.newBuilder()
            .maximumSize(MOST_KEYS)
            .expireAfterAccess(FORGET_AFTER)
            .executor(Runnable::run)
            .build();

    ApiKeyRateLimiter(AuthConfig config) {
        this.limit = RateLimit.of(config.requestBurst(), config.requestsPerSecond(), Duration.ofSeconds(1));
        long window = Math.max(1, Math.ceilDiv(config.requestBurst(), config.requestsPerSecond()));
        this.policy = "\"key\";q=" + config.requestBurst() + ";w=" + window;
    }

    /**
     * Takes one request from a key's quota and reports the rest.
     *
     * @param answer the headers of the response
     * @throws Problem 429 with {@code Retry-After} if the quota is exhausted
     */
    void take(Caller.App app, MultiMap answer) {
        long now = Time.nanoTime();
        AtomicLong debt = debts.get(app.tenant() + ":" + app.key(), ignored -> new AtomicLong(now));
        answer.set("RateLimit-Policy", policy);
        if (!limit.take(debt, now)) {
            answer.set("RateLimit", "\"key\";r=0;t=1");
            throw Problem.of(
                            ProblemType.LIMIT_REACHED,
                            "This API key makes too many requests; slow down, or spread them over time.")
                    .retryAfter(limit.untilNext(debt.get(), now));
        }
        answer.set("RateLimit", "\"key\";r=" + limit.left(debt.get(), now) + ";t=1");
    }
}
