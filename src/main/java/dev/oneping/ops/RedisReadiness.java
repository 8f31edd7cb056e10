package dev.oneping.ops;

import dev.oneping.redis.RedisPipeline;
import dev.oneping.redis.RedisUnavailable;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/**
 * Readiness check of the connection to Redis. Fails only after several failed checks in a row: if every node left the
 * load balancer at each short outage, all devices would reconnect at once.
 */
@Readiness
@Singleton
class RedisReadiness implements AsyncHealthCheck {

    private static final int FAILURES_BEFORE_DOWN = 3;

    private final RedisPipeline redis;
    private final AtomicInteger failures = new AtomicInteger();

    RedisReadiness(RedisPipeline redis) {
        this.redis = redis;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return redis.command(Command.PING)
                .map(pong -> 0)
                .onFailure(RedisUnavailable.class)
                .recoverWithItem(ignored -> failures.get() + 1)
                .invoke(failures::set)
                .map(count -> HealthCheckResponse.named("redis")
                        .status(count < FAILURES_BEFORE_DOWN)
                        .withData("failures", count)
                        .build());
    }
}
