package dev.oneping.auth.token;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.oneping.auth.AuthConfig;
import dev.oneping.auth.Caller;
import dev.oneping.model.RateLimit;
import dev.oneping.problem.Problem;
import dev.oneping.problem.ProblemType;
import dev.oneping.redis.time.Time;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Rate limit for the requests of each device and of each user, on this node: a client in a loop costs only itself. A user may
 * make as many requests as {@value #DEVICES} devices.
 */
@Singleton
public class DeviceRateLimiter {

    private static final int DEVICES = 4;
    private static final int MAX_KEYS = 200_000;
    private static final Duration FORGET_AFTER = Duration.ofMinutes(2);

    private final RateLimit ofDevice;
    private final RateLimit ofUser;
    private final Cache<String, AtomicLong> debts = Caffeine.newBuilder()
            .maximumSize(MAX_KEYS)
            .expireAfterAccess(FORGET_AFTER)
            .executor(Runnable::run)
            .build();

    DeviceRateLimiter(AuthConfig config) {
        Duration second = Duration.ofSeconds(1);
        this.ofDevice = RateLimit.of(config.deviceRequestBurst(), config.deviceRequestsPerSecond(), second);
        this.ofUser =
                RateLimit.of(DEVICES * config.deviceRequestBurst(), DEVICES * config.deviceRequestsPerSecond(), second);
    }

    /**
     * Counts one request.
     *
     * @throws Problem 429 with {@code Retry-After} if the device or its user has made too many
     */
    public void take(Caller.Device device) {
        String user = device.userRef().toString();
        take(ofDevice, user + "/" + device.device(), "This device");
        take(ofUser, user, "This user");
    }

    private void take(RateLimit limit, String key, String who) {
        long now = Time.nanoTime();
        AtomicLong debt = debts.get(key, ignored -> new AtomicLong(now));
        if (!limit.take(debt, now)) {
            throw Problem.of(ProblemType.LIMIT_REACHED, who + " makes too many requests; slow down.")
                    .retryAfter(limit.untilNext(debt.get(), now));
        }
    }
}
