package dev.oneping.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * The results of a fleet over a period.
 *
 * @param title        what was measured
 * @param span         for how long, exactly
 * @param latencies    in nanoseconds, one for each notification
 * @param cpu          processor time used in that span, by process
 * @param failures     notifications that did not come to a device
 * @param firstFailure how the first of them failed
 */
record Measurement(
        String title,
        Duration span,
        Histogram latencies,
        List<Cpu> cpu,
        long failures,
        @Nullable String firstFailure) {

    /** Processor time that one process has used. */
    record Cpu(String process, Duration used) {}

    /** Measures; blocks for the warm-up and the span, and until nothing is under way any more. */
    static Measurement of(
            String title, Fleet fleet, BenchPace pace, Duration warmup, Duration span, List<Watched> processes)
            throws InterruptedException {
        fleet.begin(pace);
        Thread.sleep(warmup);
        BenchTally tally = fleet.tally();
        List<Duration> before = processes.stream().map(Watched::cpu).toList();
        long begun = System.nanoTime();
        tally.restart();
        Thread.sleep(span);
        Histogram latencies = tally.latencies();
        Duration measured = Duration.ofNanos(System.nanoTime() - begun);
        List<Cpu> cpu = new ArrayList<>();
        for (int i = 0; i < processes.size(); i++) {
            Watched process = processes.get(i);
            cpu.add(new Cpu(process.name(), process.cpu().minus(before.get(i))));
        }
        fleet.end();
        return new Measurement(title, measured, latencies, cpu, tally.failures(), tally.firstFailure());
    }

    double perSecond() {
        return latencies.getTotalCount() * 1e9 / span.toNanos();
    }

    double milliseconds(double percentile) {
        return latencies.getValueAtPercentile(percentile) / 1e6;
    }

    double cpuMillisecondsEach(Cpu process) {
        return process.used().toNanos() / 1e6 / Math.max(1, latencies.getTotalCount());
    }
}
