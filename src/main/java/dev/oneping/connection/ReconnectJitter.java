package dev.oneping.connection;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** When each of many devices is told to come back, so that they do not come together: a random part of the same time. */
final class ReconnectJitter {

    private final long withinMs;
    private final RandomGenerator random;

    /** Over {@link ConnectionConfig#reconnectWithin()}. */
    ReconnectJitter(ConnectionConfig config, RandomGenerator random) {
        this.withinMs = config.reconnectWithin().toMillis();
        this.random = random;
    }

    /** The next one's part of it. */
    Duration next() {
        return Duration.ofMillis(random.nextLong(withinMs));
    }
}
