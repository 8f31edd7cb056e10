package dev.oneping.redis.server;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import java.util.Optional;

/** Configuration of the access to Redis. The address is Quarkus' own {@code quarkus.redis.hosts}. */
@ConfigMapping(prefix = "oneping.redis")
public interface RedisConfig {

    /**
     * The number of shards that users are divided into. Fixed at the first start: a change would lose every user's
     * keys.
     */
    @WithDefault("64")
    @Min(1)
    @Max(1024)
    int shards();

    /**
     * Whether a Redis that may lose notifications will do in production: one that evicts keys, or keeps no append-only
     * file. Elsewhere it will, with a warning.
     */
    @WithDefault("false")
    boolean acceptLoss();

    /** How often a running service looks whether Redis evicts, keeps an append-only file, and has been emptied. */
    @WithDefault("60s")
    Duration lookEvery();

    /** The time limit of one call. A longer one has no use: the device's acknowledgement window is running. */
    @WithDefault("2s")
    Duration timeout();

    /**
     * The limit of calls in flight on one connection; further ones are rejected, because callers would time out in a
     * longer queue.
     */
    @WithDefault("16384")
    @Min(64)
    int maxInFlight();

    /** The number of connections for commands; one per processor if omitted, like the event loops. */
    Optional<@Min(1) @Max(64) Integer> connections();
}
