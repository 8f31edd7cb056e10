package dev.oneping.redis.time;

import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The passing of time in this process. Everything that decides or waits measures durations and sets timers here, and
 * reads the injected {@code Clock}; only the deadlines of input and output, such as a connection that does not answer,
 * use the machine's time directly.
 *
 * <p>Static, because a process has one time: a simulation sets its own before anything else is started, and it is never
 * changed again. Production and tests never set it; for them every method is what it replaces.
 */
public final class Time {

    private static final long NANOS_PER_MILLI = 1_000_000;

    /** The clock of this machine, made wrong by the drill that shows that a wrong one does no harm. */
    private static final InstantSource MACHINE =
            Clock.offset(Clock.systemUTC(), Duration.parse(System.getProperty("oneping.clock.shift", "PT0S")));

    private static volatile @Nullable VirtualTime virtual;

    private Time() {}

    /**
     * Replaces the real time for the rest of this process. Must be called before any script is loaded.
     *
     * @throws IllegalStateException if it was replaced before
     */
    public static synchronized void simulate(VirtualTime time) {
        if (virtual != null) {
            throw new IllegalStateException("the time is simulated already");
        }
        virtual = time;
    }

    /** Returns the time of the simulation; null in a service. */
    public static @Nullable VirtualTime virtual() {
        return virtual;
    }

    /** Returns whether this process is a simulation. */
    public static boolean isVirtual() {
        return virtual != null;
    }

    /** Returns a reading for measuring durations, as {@link System#nanoTime()}. */
    public static long nanoTime() {
        VirtualTime time = virtual;
        return time == null ? System.nanoTime() : time.millis() * NANOS_PER_MILLI;
    }

    /** Returns the clock of this machine, or that of the simulation. */
    public static InstantSource source() {
        VirtualTime time = virtual;
        return time == null ? MACHINE : () -> Instant.ofEpochMilli(time.millis());
    }

    /**
     * Runs a task later.
     *
     * @param timer sets a timer in real time: the caller's event loop runs a task after that many milliseconds, at least 1
     */
    public static void after(Duration pause, Runnable task, ObjLongConsumer<Runnable> timer) {
        VirtualTime time = virtual;
        if (time == null) {
            timer.accept(task, Math.max(1, pause.toMillis()));
        } else {
            time.after(pause, task);
        }
    }

    /**
     * Runs a task when one of these delay queues may have a due member.
     *
     * @param atMost the longest pause in real time
     * @param timer  as in {@link #after}
     */
    public static void whenDue(List<String> queues, Duration atMost, Runnable task, ObjLongConsumer<Runnable> timer) {
        VirtualTime time = virtual;
        if (time == null) {
            timer.accept(task, Math.max(1, atMost.toMillis()));
        } else {
            time.whenDue(queues, task);
        }
    }

    /** Completes after a pause; on a thread that must not be blocked. */
    public static Uni<Void> pause(Duration pause) {
        Duration atLeast = pause.toMillis() < 1 ? Duration.ofMillis(1) : pause;
        VirtualTime time = virtual;
        return time == null
                ? Uni.createFrom().voidItem().onItem().delayIt().by(atLeast)
                : Uni.createFrom().emitter(emitter -> time.after(atLeast, () -> emitter.complete(null)));
    }

    /**
     * Completes with the event, or after the time limit at the latest. In a simulation the caller's work counts as paused
     * meanwhile, so that time can pass.
     */
    public static Uni<Void> await(Uni<Void> event, Duration atMost) {
        VirtualTime time = virtual;
        if (time == null) {
            Duration atLeast = atMost.toMillis() < 1 ? Duration.ofMillis(1) : atMost;
            return event.ifNoItem()
                    .after(atLeast)
                    .recoverWithUni(Uni.createFrom().nullItem());
        }
        return Uni.combine()
                .any()
                .of(event, pause(atMost))
                .onSubscription()
                .invoke(time::ended)
                .onTermination()
                .invoke(() -> time.begun(1));
    }

    /** Records a piece of work on another thread or connection; without effect in a service. */
    public static void begun(long pieces) {
        VirtualTime time = virtual;
        if (time != null) {
            time.begun(pieces);
        }
    }

    /** Records the end of a piece of work; without effect in a service. */
    public static void ended() {
        VirtualTime time = virtual;
        if (time != null) {
            time.ended();
        }
    }
}
