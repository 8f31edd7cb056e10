package dev.oneping;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The Redis that this process uses. */
sealed interface RedisChoice {

    /** A Redis that the operator configured. */
    record Given(List<String> hosts) implements RedisChoice {
        public Given {
            hosts = List.copyOf(hosts);
        }
    }

    /** An embedded Redis with its data in a folder. */
    record Embedded(Path data) implements RedisChoice {}

    /** No Redis: in production an embedded one, which nobody maintains, is not allowed. */
    record Missing() implements RedisChoice {}

    /**
     * Chooses the Redis.
     *
     * @param hosts    the value of {@code quarkus.redis.hosts}, if set
     * @param profiles the active configuration profiles; a packaged service has {@code prod} by default
     */
    static RedisChoice of(Optional<List<String>> hosts, List<String> profiles, Path data) {
        if (hosts.isPresent()) {
            return new Given(hosts.get());
        }
        return profiles.contains("prod") ? new Missing() : new Embedded(data);
    }
}
