package dev.oneping.connection;

import io.vertx.core.Context;
import java.util.function.LongSupplier;

/** One event loop as its connections see it: where their work is done, and their common heartbeat. */
final class EventLoop {

    private final Context context;
    private final Thread thread;
    private final Heartbeat heartbeat;
    private final LongSupplier nanoTime;

    /** Must be made on the event loop itself. */
    EventLoop(Context context, Heartbeat heartbeat, LongSupplier nanoTime) {
        this.context = context;
        this.thread = Thread.currentThread();
        this.heartbeat = heartbeat;
        this.nanoTime = nanoTime;
    }

    /** Runs a task on this event loop: at once if it is called there, else soon. */
    void run(Runnable task) {
        if (Thread.currentThread() == thread) {
            task.run();
        } else {
            context.runOnContext(ignored -> task.run());
        }
    }

    /** The sweep over the connections; to be used on this event loop only. */
    Heartbeat heartbeat() {
        return heartbeat;
    }

    /** A clock for measuring how long things take, as {@link System#nanoTime()}. */
    long nanoTime() {
        return nanoTime.getAsLong();
    }
}
