package dev.oneping.connection;

import dev.oneping.model.NotificationId;
import dev.oneping.redis.time.Time;
import dev.oneping.redis.time.VirtualTime;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
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
public final class Heartbeat {

    static final int STEPS = 25;

    /** The time for a client that promises receipts: a page that is not frozen confirms within milliseconds. */
    static final Duration RECEIPT_LIMIT = Duration.ofSeconds(3);

    private final TimerWheel<Connection> wheel = new TimerWheel<>(STEPS);
    private final Duration interval;
    private final Set<Connection> expiring = new HashSet<>();
    private final ArrayDeque<Receipt> receipts = new ArrayDeque<>();
    private final int pongSteps;
    private final long receiptSteps;
    private final RandomGenerator random;
    private int step;
    private long steps;

    /**
     * Creates a heartbeat with a pong due {@code pongLimit} after its ping, which must be shorter than the interval.
     */
    Heartbeat(Duration heartbeat, Duration pongLimit, RandomGenerator random) {
        this.interval = heartbeat;
        long stepNanos = heartbeat.toNanos() / STEPS;
        this.pongSteps = (int) ((pongLimit.toNanos() + stepNanos - 1) / stepNanos);
        this.receiptSteps = (RECEIPT_LIMIT.toNanos() + stepNanos - 1) / stepNanos;
        this.random = random;
    }

    /** Adds a connection without a session; its hello is due as a pong would be. */
    void expectHello(Connection session) {
        wheel.put(session, step + 1);
    }

    /** Assigns a random step to a session after its hello. */
    void adopt(Connection session) {
        watchExpiry(session);
        wheel.put(session, random.nextInt(STEPS));
    }

    /** Expects the client to confirm an attempt soon. */
    void expectReceipt(Connection session, NotificationId notification, int attempt) {
        VirtualTime simulated = Time.virtual();
        if (simulated != null) {
            // The steps of a simulation are longer than that.
            simulated.after(RECEIPT_LIMIT, () -> session.notifications().requireReceipt(notification, attempt));
            return;
        }
        receipts.add(new Receipt(session, notification, attempt, steps + receiptSteps));
    }

    /** Removes a session. */
    void remove(Connection session) {
        expiring.remove(session);
        wheel.remove(session);
    }

    /** Advances by one step. */
    void beat() {
        step = (step + 1) % STEPS;
        steps++;
        for (Receipt due = receipts.peek(); due != null && due.step <= steps; due = receipts.peek()) {
            receipts.remove();
            due.session.notifications().requireReceipt(due.notification, due.attempt);
        }
        wheel.visit(step - pongSteps, Connection::requireAlive);
        wheel.visit(step, session -> {
            watchExpiry(session);
            session.probe();
        });
        List.copyOf(expiring).forEach(Connection::requireValid);
        wheel.visit(step + STEPS / 2, Connection::renew);
    }

    /** Watches a session closely whose credential expires before it is visited again; the others cost nothing. */
    private void watchExpiry(Connection session) {
        if (session.expiresWithin(interval.multipliedBy(2))) {
            expiring.add(session);
        } else {
            expiring.remove(session);
        }
    }

    /** A receipt that is due at a step; most have arrived by then. */
    private record Receipt(Connection session, NotificationId notification, int attempt, long step) {}

    /** Returns every connection of this event loop. */
    public List<Connection> all() {
        return wheel.all();
    }
}
