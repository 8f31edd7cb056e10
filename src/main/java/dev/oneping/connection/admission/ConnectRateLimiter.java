package dev.oneping.connection.admission;

import dev.oneping.connection.ConnectionConfig;
import dev.oneping.connection.ConnectionMetrics;
import dev.oneping.connection.node.ReconnectJitter;
import dev.oneping.model.RateLimit;
import dev.oneping.problem.Problem;
import dev.oneping.problem.ProblemType;
import dev.oneping.redis.time.Time;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/**
 * Rate limit for new device connections. After a failure of a node or network all devices reconnect at once; excess
 * connections are rejected before authentication, each with a jittered Retry-After, so that established connections
 * stay responsive.
 */
@Singleton
public class ConnectRateLimiter {

    private final RateLimit limit;
    private final ConnectionMetrics metrics;
    private final ReconnectJitter pauses;
    private final LongSupplier nanoTime;
    private final AtomicLong debt;

    @Inject
    public ConnectRateLimiter(ConnectionConfig config, ConnectionMetrics metrics) {
        this(config, metrics, RandomGenerator.getDefault(), Time::nanoTime);
    }

    public ConnectRateLimiter(
            ConnectionConfig config, ConnectionMetrics metrics, RandomGenerator random, LongSupplier nanoTime) {
        this.limit = RateLimit.of(config.acceptBurst(), config.acceptsPerSecond(), Duration.ofSeconds(1));
        this.metrics = metrics;
        this.pauses = new ReconnectJitter(config, random);
        this.nanoTime = nanoTime;
        this.debt = new AtomicLong(nanoTime.getAsLong());
    }

    /** Admits a connection, or returns the problem with the time to retry. */
    public Optional<Problem> enter() {
        if (limit.take(debt, nanoTime.getAsLong())) {
            return Optional.empty();
        }
        metrics.deferred();
        return Optional.of(
                Problem.of(ProblemType.UNAVAILABLE, "Too many devices connect at once; retry after the given time.")
                        .retryAfter(pauses.next().plusSeconds(1)));
    }
}
