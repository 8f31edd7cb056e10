package dev.oneping.webhook.delivery;

import java.time.Duration;
import java.time.Instant;

/**
 * A circuit breaker with an adaptive concurrency window for one endpoint. The window starts small, grows by one with
 * each success and shrinks to one after a failure. After many failures in a row the circuit opens: deliveries are
 * postponed and lose no attempt. After the pause one probing attempt is made; each further failure doubles the pause.
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

    /** Returns the number of attempts that may be in flight now; 0 while the circuit is open. */
    synchronized int room(Instant now) {
        return now.isBefore(openUntil) ? 0 : window;
    }

    /** Returns the time at which the circuit closes for a probe; {@link Instant#MIN} if it is not open. */
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
