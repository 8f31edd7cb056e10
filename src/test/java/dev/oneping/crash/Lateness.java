package dev.oneping.crash;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Measures the worst scheduling delay of this machine, so that a busy one is not mistaken for a slow service. */
final class Lateness implements AutoCloseable {

    private static final long TICK_MS = 20;

    private final ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor();
    private final AtomicLong worst = new AtomicLong();
    private long last = System.nanoTime();

    /** Looks from now on. */
    Lateness() {
        ticker.scheduleWithFixedDelay(this::tick, TICK_MS, TICK_MS, TimeUnit.MILLISECONDS);
    }

    /** The longest that a tick has come after its time. */
    Duration worst() {
        return Duration.ofNanos(worst.get());
    }

    @Override
    public void close() {
        ticker.shutdownNow();
    }

    private void tick() {
        long now = System.nanoTime();
        long late = now - last - TimeUnit.MILLISECONDS.toNanos(TICK_MS);
        worst.accumulateAndGet(late, Math::max);
        last = now;
    }
}
