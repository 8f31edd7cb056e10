package dev.oneping.bench;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An app that sends one notification at a time, over one connection that is kept, to one person after the other. All its
 * state, and the devices of its people, belong to one event loop.
 */
final class BenchPublisher {

    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(10);
    private static final long LOOK_MS = 1_000;
    private static final long REST_MS = 100;
    private static final int REMEMBERED = 32;

    private final Vertx vertx;
    private final Context loop;
    private final List<BenchUser> people;
    private final BenchTally tally;
    private final Protocol protocol;
    private final Calls calls;
    private final Deque<String> recent = new ArrayDeque<>();
    private final Deque<Long> due = new ArrayDeque<>();
    private boolean closedLoop;
    private @Nullable Flight flight;
    private @Nullable Promise<Void> ending;
    private int turn;

    /** Made on the event loop that it is to belong to. */
    BenchPublisher(Vertx vertx, Protocol protocol, List<BenchUser> people, BenchTally tally) {
        this.vertx = vertx;
        this.loop = vertx.getOrCreateContext();
        this.people = List.copyOf(people);
        this.tally = tally;
        this.protocol = protocol;
        this.calls = new Calls(vertx, protocol.service());
        vertx.setPeriodic(LOOK_MS, ignored -> giveUpIfLate());
    }

    /** Sends one after the other, until {@link #end} is called. */
    void begin() {
        loop.runOnContext(ignored -> {
            ending = null;
            closedLoop = true;
            next();
        });
    }

    /** Sends one as soon as none is under way. Its latency counts from the given time. */
    void send(long dueNanos) {
        loop.runOnContext(ignored -> {
            ending = null;
            due.addLast(dueNanos);
            if (flight == null) {
                next();
            }
        });
    }

    /** Sends no more; complete when nothing is under way. */
    Future<Void> end() {
        Promise<Void> ended = Promise.promise();
        loop.runOnContext(ignored -> {
            ending = ended;
            due.clear();
            if (flight == null && !closedLoop) {
                next();
            }
        });
        return ended.future();
    }

    /** A device has a notification; called on the event loop. */
    void arrived(String id) {
        if (id.equals(recent.peekLast())) {
            return;
        }
        recent.addLast(id);
        if (recent.size() > REMEMBERED) {
            recent.removeFirst();
        }
        if (flight != null) {
            tally.through(flight.age());
            if (flight.arrive()) {
                next();
            }
        }
    }

    /** The ids of the last notifications that came to a device; only to be asked when nothing is under way. */
    List<String> recent() {
        return List.copyOf(recent);
    }

    private void next() {
        flight = null;
        if (ending != null) {
            closedLoop = false;
            ending.tryComplete();
        } else if (closedLoop) {
            begin(System.nanoTime());
        } else if (!due.isEmpty()) {
            begin(due.removeFirst());
        }
    }

    private void begin(long begun) {
        BenchUser person = people.get(turn++ % people.size());
        Flight mine = new Flight(begun);
        flight = mine;
        calls.notify(protocol, person)
                .onSuccess(ignored -> accepted(mine))
                .onFailure(failure -> fail(mine, String.valueOf(failure.getMessage())));
    }

    private void accepted(Flight mine) {
        if (mine == flight && mine.accept()) {
            next();
        }
    }

    private void fail(Flight mine, String how) {
        if (mine == flight) {
            tally.failed(how);
            flight = null;
            vertx.setTimer(REST_MS, ignored -> {
                if (flight == null) {
                    next();
                }
            });
        }
    }

    private void giveUpIfLate() {
        if (flight != null && flight.sinceSent() > PATIENCE) {
            fail(flight, "it was neither answered nor shown on a device within 10 seconds");
        }
    }
}
