package dev.oneping;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** Which Redis this start will use. */
sealed interface RedisChoice {

    /** The one that the operator names. */
    record Given(List<String> hosts) implements RedisChoice {
        public Given {
            hosts = List.copyOf(hosts);
        }
    }

    /** One of our own, with its data in a folder. */
    record Embedded(Path data) implements RedisChoice {}

    /** None: in production nobody may come to rely on a Redis that nobody looks after. */
    record Missing() implements RedisChoice {}

    /**
     * Chooses.
     *
     * @param hosts what {@code quarkus.redis.hosts} says, if anything
     * @param profiles the active configuration profiles; a packaged service has {@code prod} unless told otherwise
     */
    static RedisChoice of(Optional<List<String>> hosts, List<String> profiles, Path data) {
        if (hosts.isPresent()) {
            return new Given(hosts.get());
        }
        return profiles.contains("prod") ? new Missing() : new Embedded(data);
    }
}
