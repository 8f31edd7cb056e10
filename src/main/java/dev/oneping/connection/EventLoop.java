package dev.oneping.connection;

import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/** One event loop as its connections see it: an executor with a common heartbeat. */
public final class EventLoop {

    private final Executor later;
    private final Thread thread;
    private final Heartbeat heartbeat;
    private final LongSupplier nanoTime;

    /**
     * Creates the view; must be called on the event loop itself.
     *
     * @param later     runs a task on the event loop later
     * @param heartbeat the sweep over its connections
     * @param nanoTime  as {@link System#nanoTime()}
     */
    public EventLoop(Executor later, Heartbeat heartbeat, LongSupplier nanoTime) {
        this.later = later;
        this.thread = Thread.currentThread();
        this.heartbeat = heartbeat;
        this.nanoTime = nanoTime;
    }

    /** Runs a task on this event loop: at once if called there, otherwise soon. */
    public void run(Runnable task) {
        if (Thread.currentThread() == thread) {
            task.run();
        } else {
            later.execute(task);
        }
    }

    /** Returns the heartbeat of its connections; for use on this event loop only. */
    public Heartbeat heartbeat() {
        return heartbeat;
    }

    /** Returns the clock for measuring durations. */
    public long nanoTime() {
        return nanoTime.getAsLong();
    }
}
