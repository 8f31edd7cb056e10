package dev.oneping.connection;

import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * The one sweep of an event loop over its sessions, in place of a timer for each. A heartbeat is cut into {@value #STEPS}
 * steps; a session has its own step, drawn at random, at which it is pinged. Some steps later it must have given a sign of
 * life, and half a heartbeat later its lease is renewed. So a session is pinged once in a heartbeat, and sessions that
 * came together are not pinged together.
 *
 * <p>Time is counted in steps, not read from a clock: a process that was stopped for a minute goes on where it was, and
 * closes nobody for its own absence.
 */
final class Heartbeat {

    static final int STEPS = 25;

    private final TimerWheel<Connection> wheel = new TimerWheel<>(STEPS);
    private final int pongSteps;
    private final RandomGenerator random;
    private int step;

    /** With a pong due {@code pongLimit} after its ping, which must be shorter than the heartbeat. */
    Heartbeat(Duration heartbeat, Duration pongLimit, RandomGenerator random) {
        long stepNanos = heartbeat.toNanos() / STEPS;
        this.pongSteps = (int) ((pongLimit.toNanos() + stepNanos - 1) / stepNanos);
        this.random = random;
    }

    /** Takes on a connection that has said nothing yet; its hello is due as a pong would be. */
    void expectHello(Connection session) {
        wheel.put(session, step + 1);
    }

    /** Gives a session that has said hello a step of its own. */
    void adopt(Connection session) {
        wheel.put(session, random.nextInt(STEPS));
    }

    /** Forgets a session. */
    void remove(Connection session) {
        wheel.remove(session);
    }

    /** Goes one step. */
    void beat() {
        step = (step + 1) % STEPS;
        wheel.visit(step - pongSteps, Connection::requireSign);
        wheel.visit(step, Connection::probe);
        wheel.visit(step + STEPS / 2, Connection::renew);
    }

    /** Every connection of this event loop. */
    List<Connection> all() {
        return wheel.all();
    }
}
