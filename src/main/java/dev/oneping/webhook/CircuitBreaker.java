package dev.oneping.webhook;

import java.time.Duration;
import java.time.Instant;

/**
 * How many attempts to one endpoint may be under way at once. It begins with few, grows with each success, falls to one
 * with a failure, and to none for a while after many failures in a row: a circuit breaker, by which deliveries are put
 * off and lose no attempt. After the pause one attempt is made to see; each further failure doubles the pause.
 *
 * <p>Guarded by its own monitor.
 */
final class CircuitBreaker {

    private static final int FIRST = 2;

    private final int most;
    private final int failuresToOpen;
    private final Duration shortest;
    private final Duration longest;

    private int window;
    private int failures;
    private Duration pause;
    private Instant openUntil = Instant.MIN;

    CircuitBreaker(int most, int failuresToOpen, Duration shortest, Duration longest) {
        this.most = most;
        this.failuresToOpen = failuresToOpen;
        this.shortest = shortest;
        this.longest = longest;
        this.window = Math.min(FIRST, most);
        this.pause = shortest;
    }

    /** How many may be under way now. */
    synchronized int room(Instant now) {
        return now.isBefore(openUntil) ? 0 : window;
    }

    /** When there is room again; {@link Instant#MIN} where there is. */
    synchronized Instant openUntil() {
        return openUntil;
    }

    synchronized void succeeded() {
        failures = 0;
        pause = shortest;
        openUntil = Instant.MIN;
        window = Math.min(most, window + 1);
    }

    synchronized void failed(Instant now) {
        window = 1;
        failures++;
        if (failures >= failuresToOpen && !now.isBefore(openUntil)) {
            openUntil = now.plus(pause);
            Duration doubled = pause.multipliedBy(2);
            pause = doubled.compareTo(longest) > 0 ? longest : doubled;
        }
    }
}
