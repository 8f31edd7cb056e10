package dev.oneping.bench;

import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;
import org.jspecify.annotations.Nullable;

/** The results of all publishers since the last reset. Thread-safe. */
final class BenchTally {

    private static final int DIGITS = 3;

    private final Recorder latencies = new Recorder(DIGITS);
    private final LongAdder failures = new LongAdder();
    private final AtomicReference<@Nullable String> firstFailure = new AtomicReference<>();

    /** A notification is through. */
    void through(long latencyNanos) {
        latencies.recordValue(Math.max(0, latencyNanos));
    }

    /** A notification did not come to a device. */
    void failed(String how) {
        failures.increment();
        firstFailure.compareAndSet(null, how);
    }

    /** Forgets what was seen so far. */
    void restart() {
        latencies.reset();
        failures.reset();
        firstFailure.set(null);
    }

    /** The latencies in nanoseconds, one for each notification that is through. */
    Histogram latencies() {
        return latencies.getIntervalHistogram();
    }

    long failures() {
        return failures.sum();
    }

    @Nullable
    String firstFailure() {
        return firstFailure.get();
    }
}
