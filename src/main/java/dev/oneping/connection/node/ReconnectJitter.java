package dev.oneping.connection.node;

import dev.oneping.connection.ConnectionConfig;
import java.time.Duration;
import java.util.random.RandomGenerator;

/** Random reconnect delays, so that devices do not reconnect at the same time. */
public final class ReconnectJitter {

    private final long withinMs;
    private final RandomGenerator random;

    /** Creates delays within {@link ConnectionConfig#reconnectWithin()}. */
    public ReconnectJitter(ConnectionConfig config, RandomGenerator random) {
        this.withinMs = config.reconnectWithin().toMillis();
        this.random = random;
    }

    /** Returns the next random delay. */
    public Duration next() {
        return Duration.ofMillis(random.nextLong(withinMs));
    }

    /** Returns the next random delay within a time, or within the configured one if that is shorter. */
    public Duration next(Duration within) {
        return Duration.ofMillis(random.nextLong(Math.min(withinMs, within.toMillis())));
    }
}
