package dev.oneping.redis;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.Optional;

/** How oneping talks to Redis. The address itself is Quarkus' own {@code quarkus.redis.hosts}. */
@ConfigMapping(prefix = "oneping.redis")
public interface RedisConfig {

    /** Into how many shards users are divided. Fixed at the first start: a change would lose every user's keys. */
    @WithDefault("64")
    @Min(1)
    @Max(1024)
    int shards();

    /** How long one call may take. A longer wait helps nobody: the device's own window is running. */
    @WithDefault("2s")
    Duration timeout();

    /** Calls under way at once on one connection; more are refused, for a queue that grows is a queue nobody waits for. */
    @WithDefault("16384")
    @Min(64)
    int maxInFlight();

    /** How many connections carry commands; one for each processor if left out, as the service has event loops. */
    Optional<@Min(1) @Max(64) Integer> connections();
}
