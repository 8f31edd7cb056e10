package dev.oneping.redis.time;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * The time of a simulation: it stands still while anything is under way, and then jumps to the next instant at which
 * something is due. Implementations are safe for use by any thread.
 */
public interface VirtualTime {

    /** Returns the current instant, in milliseconds since the epoch. */
    long millis();

    /** Runs a task when so much virtual time has passed, on the event loop. */
    void after(Duration pause, Runnable task);

    /** Runs a task once, on the event loop, as soon as one of these delay queues of Redis has a due member. */
    void whenDue(List<String> queues, Runnable task);

    /** Passes every entry that is added to these streams from now on to the listener, on the event loop. */
    void follow(List<String> streams, BiConsumer<String, Map<String, String>> onEntry);

    /** Records that a piece of work has begun, or several: time stands still until they have ended. */
    void begun(long pieces);

    /** Records the end of a piece of work. */
    void ended();
}
