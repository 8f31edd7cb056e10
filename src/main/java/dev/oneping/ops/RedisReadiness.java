package dev.oneping.ops;

import dev.oneping.redis.RedisPipeline;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Readiness check of Redis, by a write: a replica, or a full one, still answers pings while no notification can be taken.
 * Fails only after several failed checks in a row: if every node left the
 * load balancer at each short outage, all devices would reconnect at once.
 */
@Readiness
@Singleton
class RedisReadiness implements AsyncHealthCheck {

    private static final int FAILURES_BEFORE_DOWN = 3;
    private static final String KEY = "oneping:ready";
    private static final int EXPIRY_MS = 60_000;

    private final RedisPipeline redis;
    private final AtomicInteger failures = new AtomicInteger();

    RedisReadiness(RedisPipeline redis) {
        this.redis = redis;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return redis.command(Command.SET, KEY, "", "PX", EXPIRY_MS)
                .map(written -> 0)
                .onFailure()
                .recoverWithItem(ignored -> failures.get() + 1)
                .invoke(failures::set)
                .map(count -> HealthCheckResponse.named("redis")
                        .status(count < FAILURES_BEFORE_DOWN)
                        .withData("failures", count)
                        .build());
    }
}
