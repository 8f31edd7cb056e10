package dev.oneping.simulation;

import dev.oneping.notify.memory.AckStatistics;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.SingleThreadEventExecutor;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Moves the time of a simulation, from one instant at which something is due to the next. At each instant it waits until
 * everything that happens then has happened: no call to Redis, no request, no message and no task of the event loop is
 * under way, and nothing is due. Only then time moves.
 *
 * <p>Confined to the event loop, the only one of the process.
 */
final class Stepper {

    /** The interval at which the service writes what it has learned. */
    private static final long LEARNING_MS = 1_000;

    /**
     * The most rounds of due work at one instant. Work that finds itself a moment early is due again at once; elsewhere the
     * moment passes by itself.
     */
    private static final int ROUNDS = 3;

    private final SimulationClock clock;
    private final SimulatedRedis redis;
    private final AckStatistics statistics;
    private final EventLoop loop;
    private final Output output;
    private Map<String, Long> dues = Map.of();
    private long known = -1;
    private long learned;
    private long foreign;
    private int rounds;
    private long target;
    private boolean settling;
    private @Nullable Runnable done;

    Stepper(SimulationClock clock, SimulatedRedis redis, AckStatistics statistics, EventLoop loop, Output output) {
        this.clock = clock;
        this.redis = redis;
        this.statistics = statistics;
        this.loop = loop;
        this.output = output;
    }

    /** Lets everything happen up to an instant, that instant included; then runs the task. */
    void advance(long to, Runnable then) {
        if (done != null) {
            throw new IllegalStateException("time is moving already");
        }
        target = Math.max(to, clock.millis());
        done = then;
        step();
    }

    /** Sets the first instant of the simulation, before anything has happened. */
    void begin(long at) {
        move(at);
    }

    private void step() {
        // Asked together with what is under way, so that most steps cost one round trip.
        if (clock.begun() != known && !settling) {
            settle();
        }
        if (!clock.isQuietOrRun(() -> loop.execute(this::step))) {
            return;
        }
        if (clock.foreign() != foreign) {
            // Another thread may have counted its call before, and sent it after, the last one that asked for changes.
            foreign = clock.foreign();
            known = -1;
        }
        if (((SingleThreadEventExecutor) loop).pendingTasks() > 0 || clock.begun() != known) {
            loop.execute(this::step);
            return;
        }
        output.instantIsOver();
        if (!fireDue()) {
            goOn();
        }
    }

    /** Reads what has changed. The reply covers everything that was sent to Redis before. */
    private void settle() {
        // The call itself is no change.
        long covered = clock.begun() + 1;
        settling = true;
        redis.settle(clock.watched()).subscribe().with(changes -> settled(changes, covered), failure -> {
            throw new IllegalStateException("the simulation's Redis does not answer", failure);
        });
    }

    private void settled(SimulatedRedis.Changes changes, long covered) {
        settling = false;
        known = covered;
        dues = changes.dues();
        changes.entries().forEach(entry -> {
            output.event(entry.event());
            clock.deliver(entry.log(), entry.fields());
        });
    }

    /** Runs what is due at this instant; returns whether there was anything. */
    private boolean fireDue() {
        Runnable timer = clock.dueTimer();
        if (timer != null) {
            timer.run();
            loop.execute(this::step);
            return true;
        }
        List<Runnable> due = rounds < ROUNDS ? clock.dueWatches(dues) : List.of();
        if (due.isEmpty()) {
            return false;
        }
        rounds++;
        due.forEach(Runnable::run);
        loop.execute(this::step);
        return true;
    }

    private void goOn() {
        long next = Math.min(
                clock.nextTimer(),
                dues.values().stream().mapToLong(Long::longValue).min().orElse(Long.MAX_VALUE));
        long then = Math.max(next, clock.millis() + 1);
        if (then <= target) {
            move(then);
            // No need to wait for Redis: what is sent from now on arrives after the new time.
            if (!fireDue()) {
                loop.execute(this::step);
            }
            return;
        }
        if (target > clock.millis()) {
            move(target);
        }
        Runnable whenDone = done;
        done = null;
        if (whenDone != null) {
            whenDone.run();
        }
    }

    private void move(long to) {
        long before = clock.begun();
        clock.set(to);
        rounds = 0;
        redis.move(to).subscribe().with(ignored -> {});
        if (known == before) {
            known = clock.begun();
        }
        if (to - learned >= LEARNING_MS) {
            learned = to;
            statistics.write().subscribe().with(ignored -> {});
        }
    }
}
