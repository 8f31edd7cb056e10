package dev.oneping.connection;

import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The heartbeat of all sessions of an event loop, in place of a timer for each. An interval is divided into {@value
 * #STEPS} steps; each session has a random step at which it is pinged. Some steps later it must have responded, and
 * half an interval later its lease is renewed. So each session is pinged once per interval, and sessions opened
 * together are not pinged together.
 *
 * <p>Time is counted in steps, not read from a clock: a process that was suspended for a minute continues where it
 * was, and closes no connection because of its own pause.
 */
final class Heartbeat {

    static final int STEPS = 25;

    private final TimerWheel<Connection> wheel = new TimerWheel<>(STEPS);
    private final int pongSteps;
    private final RandomGenerator random;
    private int step;

    /**
     * Creates a heartbeat with a pong due {@code pongLimit} after its ping, which must be shorter than the interval.
     */
    Heartbeat(Duration heartbeat, Duration pongLimit, RandomGenerator random) {
        long stepNanos = heartbeat.toNanos() / STEPS;
        this.pongSteps = (int) ((pongLimit.toNanos() + stepNanos - 1) / stepNanos);
        this.random = random;
    }

    /** Adds a connection without a session; its hello is due as a pong would be. */
    void expectHello(Connection session) {
        wheel.put(session, step + 1);
    }

    /** Assigns a random step to a session after its hello. */
    void adopt(Connection session) {
        wheel.put(session, random.nextInt(STEPS));
    }

    /** Removes a session. */
    void remove(Connection session) {
        wheel.remove(session);
    }

    /** Advances by one step. */
    void beat() {
        step = (step + 1) % STEPS;
        wheel.visit(step - pongSteps, Connection::requireAlive);
        wheel.visit(step, Connection::probe);
        wheel.visit(step + STEPS / 2, Connection::renew);
    }

    /** Returns every connection of this event loop. */
    List<Connection> all() {
        return wheel.all();
    }
}
