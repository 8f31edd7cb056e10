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
    private final Calls calls;
    private final Deque<String> recent = new ArrayDeque<>();
    private BenchPace pace = new BenchPace.ClosedLoop();
    private @Nullable Flight flight;
    private @Nullable Promise<Void> ending;
    private int turn;
    private long due;

    /** Made on the event loop that it is to belong to. */
    BenchPublisher(Vertx vertx, Service service, List<BenchUser> people, BenchTally tally) {
        this.vertx = vertx;
        this.loop = vertx.getOrCreateContext();
        this.people = List.copyOf(people);
        this.tally = tally;
        this.calls = new Calls(vertx, service);
        vertx.setPeriodic(LOOK_MS, ignored -> giveUpIfLate());
    }

    /** Begins to send, until {@link #end} is called. */
    void begin(BenchPace wanted) {
        loop.runOnContext(ignored -> {
            pace = wanted;
            ending = null;
            due = System.nanoTime();
            next();
        });
    }

    /** Sends no more; complete when nothing is under way. */
    Future<Void> end() {
        Promise<Void> ended = Promise.promise();
        loop.runOnContext(ignored -> ending = ended);
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
            ending.complete();
            return;
        }
        switch (pace) {
            case BenchPace.ClosedLoop() -> send(System.nanoTime());
            case BenchPace.Fixed fixed -> sendInTime(fixed);
        }
    }

    /** A timer is never early, and what it is late is not the service's doing; a publisher that was kept waiting is. */
    private void sendInTime(BenchPace.Fixed fixed) {
        due += fixed.interval().toNanos();
        long wait = due - System.nanoTime();
        if (wait <= 0) {
            send(due);
        } else {
            vertx.setTimer(Math.max(1, TimeUnit.NANOSECONDS.toMillis(wait)), ignored -> send(System.nanoTime()));
        }
    }

    private void send(long begun) {
        BenchUser person = people.get(turn++ % people.size());
        Flight mine = new Flight(begun);
        flight = mine;
        calls.notify(person)
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
            vertx.setTimer(REST_MS, ignored -> next());
        }
    }

    private void giveUpIfLate() {
        if (flight != null && flight.sinceSent() > PATIENCE) {
            fail(flight, "it was neither answered nor shown on a device within 10 seconds");
        }
    }
}
