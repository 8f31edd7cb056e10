package dev.oneping.connection;

import java.util.concurrent.Executor;
import java.util.function.LongSupplier;

/** One event loop as its connections see it: where their work is done, and their common heartbeat. */
public final class EventLoop {

    private final Executor later;
    private final Thread thread;
    private final Heartbeat heartbeat;
    private final LongSupplier nanoTime;

    /**
     * Must be made on the event loop itself.
     *
     * @param later     runs a task on the event loop, when it is its turn
     * @param heartbeat the sweep over its connections
     * @param nanoTime  as {@link System#nanoTime()}
     */
    EventLoop(Executor later, Heartbeat heartbeat, LongSupplier nanoTime) {
        this.later = later;
        this.thread = Thread.currentThread();
        this.heartbeat = heartbeat;
        this.nanoTime = nanoTime;
    }

    /** Runs a task on this event loop: at once if it is called there, else soon. */
    public void run(Runnable task) {
        if (Thread.currentThread() == thread) {
            task.run();
        } else {
            later.execute(task);
        }
    }

    /** The sweep over the connections; to be used on this event loop only. */
    Heartbeat heartbeat() {
        return heartbeat;
    }

    /** A clock for measuring how long things take. */
    public long nanoTime() {
        return nanoTime.getAsLong();
    }
}
