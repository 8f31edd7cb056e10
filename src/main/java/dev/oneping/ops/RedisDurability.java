package dev.oneping.ops;

import dev.oneping.redis.RedisPipeline;
import dev.oneping.redis.ServerReport;
import dev.oneping.redis.ServerReport.Flaw;
import dev.oneping.redis.Shards;
import dev.oneping.redis.server.RedisUnavailable;
import dev.oneping.redis.time.Time;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.health.api.Wellness;
import io.smallrye.mutiny.Uni;
import io.vertx.redis.client.Command;
import jakarta.enterprise.event.Event;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.stream.Collectors;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.jboss.logging.Logger;

/**
 * Looks once a minute whether Redis keeps what it accepts, and whether it has been emptied. Wellness, because a Redis
 * that may lose still serves: leaving the load balancer would help nobody. Logs a change once.
 */
@Wellness
@Singleton
class RedisDurability implements HealthCheck {

    private static final Logger LOG = Logger.getLogger(RedisDurability.class);

    private final RedisPipeline redis;
    private final Shards shards;
    private final Event<RedisEmptied> emptied;
    private volatile List<Flaw> flaws = List.of();

    RedisDurability(RedisPipeline redis, Shards shards, Event<RedisEmptied> emptied) {
        this.redis = redis;
        this.shards = shards;
        this.emptied = emptied;
    }

    /** Looks at Redis. One that does not answer is the concern of readiness. */
    @Scheduled(every = "${oneping.redis.look-every:60s}", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> look() {
        if (Time.isVirtual()) {
            return Uni.createFrom().voidItem();
        }
        return redis.everywhere(Command.INFO)
                .invoke(replies -> judge(replies.stream()
                        .flatMap(reply -> ServerReport.of(reply.text()).flaws(redis.isCluster()).stream())
                        .distinct()
                        .toList()))
                .chain(ignored -> shards.restore())
                .invoke(missing -> {
                    if (missing) {
                        LOG.error("Redis has lost all its data; new notifications are served.");
                        emptied.fireAsync(new RedisEmptied());
                    }
                })
                .onFailure(RedisUnavailable.class)
                .recoverWithNull()
                .replaceWithVoid();
    }

    private void judge(List<Flaw> found) {
        if (!found.equals(flaws)) {
            flaws = found;
            if (found.isEmpty()) {
                LOG.info("Redis keeps what it accepts again.");
            } else {
                found.forEach(flaw -> LOG.warnf("Redis %s.", flaw.sentence()));
            }
        }
    }

    @Override
    public HealthCheckResponse call() {
        List<Flaw> current = flaws;
        var answer = HealthCheckResponse.named("durability of redis").status(current.isEmpty());
        return (current.isEmpty()
                        ? answer
                        : answer.withData(
                                "flaws", current.stream().map(Flaw::sentence).collect(Collectors.joining("; "))))
                .build();
    }
}
