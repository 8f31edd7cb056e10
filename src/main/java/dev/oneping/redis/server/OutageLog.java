package dev.oneping.redis.server;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/**
 * The log of Redis outages: one line a minute at most, however many calls and connections fail, so that an outage does not
 * fill a disk. Thread-safe.
 */
public final class OutageLog {

    private static final Logger LOG = Logger.getLogger(OutageLog.class);
    private static final long PAUSE_NS = Duration.ofMinutes(1).toNanos();

    private final AtomicLong next = new AtomicLong(System.nanoTime());
    private final AtomicLong unlogged = new AtomicLong();

    /** Logs a reason, or counts it for the next line if the last one was logged less than a minute ago. */
    void record(String reason) {
        long now = System.nanoTime();
        long due = next.get();
        if (now - due >= 0 && next.compareAndSet(due, now + PAUSE_NS)) {
            LOG.warnf(
                    "Redis cannot serve: %s (%d more failures since the last such line)",
                    reason, unlogged.getAndSet(0));
        } else {
            unlogged.incrementAndGet();
        }
    }
}
