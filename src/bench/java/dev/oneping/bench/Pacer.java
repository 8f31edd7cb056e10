package dev.oneping.bench;

import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/**
 * A thread that hands out evenly spaced notifications to publishers in turn. A timer of an event loop has whole
 * milliseconds, and would let publishers send in bursts. What the thread itself is late does not count as latency.
 */
final class Pacer implements AutoCloseable {

    private static final int DIGITS = 3;

    private final List<BenchPublisher> publishers;
    private final long interval;
    private final Recorder gaps = new Recorder(DIGITS);
    private final Thread thread = new Thread(this::run, "pacer");
    private volatile boolean ended;

    private Pacer(List<BenchPublisher> publishers, BenchPace.Fixed pace) {
        this.publishers = List.copyOf(publishers);
        this.interval = pace.interval().toNanos();
    }

    /** Starts to hand out. */
    static Pacer start(List<BenchPublisher> publishers, BenchPace.Fixed pace) {
        Pacer pacer = new Pacer(publishers, pace);
        pacer.thread.setDaemon(true);
        pacer.thread.start();
        return pacer;
    }

    /** Returns the times between two that were handed out since the last call, in nanoseconds. */
    Histogram gaps() {
        return gaps.getIntervalHistogram();
    }

    private void run() {
        long begun = System.nanoTime();
        long last = begun;
        for (long number = 0; !ended; number++) {
            long due = begun + number * interval;
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            long now = System.nanoTime();
            gaps.recordValue(now - last);
            last = now;
            publishers.get((int) (number % publishers.size())).send(now);
        }
    }

    /** Hands out no more. */
    @Override
    public void close() {
        ended = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
