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
 * @param gaps         times between two that were handed out, in nanoseconds; empty without a fixed pace
 * @param cpu          processor time used in that span, by process
 * @param failures     notifications that did not come to a device
 * @param firstFailure how the first of them failed
 */
record Measurement(
        String title,
        Duration span,
        Histogram latencies,
        Histogram gaps,
        List<Cpu> cpu,
        long failures,
        @Nullable String firstFailure) {

    /** Processor time that one process has used. */
    record Cpu(String process, Duration used) {}

    /** Is called at both ends of the span. */
    interface Span {

        void begins();

        void ends();
    }

    /** Measures; blocks for the warm-up and the span, and until nothing is under way any more. */
    static Measurement of(
            String title, Fleet fleet, BenchPace pace, Duration warmup, Duration span, List<Watched> processes)
            throws InterruptedException {
        return of(title, fleet, pace, warmup, span, processes, new Span() {
            @Override
            public void begins() {}

            @Override
            public void ends() {}
        });
    }

    /** Measures likewise, and lets something else look at the ends of the span. */
    static Measurement of(
            String title,
            Fleet fleet,
            BenchPace pace,
            Duration warmup,
            Duration span,
            List<Watched> processes,
            Span beside)
            throws InterruptedException {
        fleet.begin(pace);
        Thread.sleep(warmup);
        beside.begins();
        BenchTally tally = fleet.tally();
        List<Duration> before = processes.stream().map(Watched::cpu).toList();
        long begun = System.nanoTime();
        tally.restart();
        fleet.gaps();
        Thread.sleep(span);
        Histogram latencies = tally.latencies();
        Duration measured = Duration.ofNanos(System.nanoTime() - begun);
        List<Cpu> cpu = new ArrayList<>();
        for (int i = 0; i < processes.size(); i++) {
            Watched process = processes.get(i);
            cpu.add(new Cpu(process.name(), process.cpu().minus(before.get(i))));
        }
        beside.ends();
        Histogram gaps = fleet.gaps().orElse(new Histogram(1));
        fleet.end();
        return new Measurement(title, measured, latencies, gaps, cpu, tally.failures(), tally.firstFailure());
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
