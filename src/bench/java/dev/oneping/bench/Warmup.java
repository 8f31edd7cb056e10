package dev.oneping.bench;

import java.time.Duration;
import java.util.List;

/**
 * Drives a service as fast as it goes until it gets no faster: its compilers are quiet, and its rate has stopped rising.
 * Ends at a limit even if not.
 */
final class Warmup {

    private static final Duration WINDOW = Duration.ofSeconds(4);
    private static final double QUIET = 0.03;
    private static final double STEADY = 1.03;

    private Warmup() {}

    /**
     * Warms up; what was sent is complete afterwards.
     *
     * @return a sentence on how it ended
     */
    static String run(Fleet fleet, List<Watched> processes, Duration limit) throws InterruptedException {
        fleet.begin(new BenchPace.ClosedLoop());
        long begun = System.nanoTime();
        double best = 0;
        double compiling = 1;
        boolean rising = true;
        while ((compiling > QUIET || rising) && System.nanoTime() - begun < limit.toNanos()) {
            List<ThreadTimes> before = processes.stream().map(ThreadTimes::of).toList();
            fleet.tally().restart();
            Thread.sleep(WINDOW);
            double rate = fleet.tally().latencies().getTotalCount() / (double) WINDOW.toSeconds();
            compiling = 0;
            for (int i = 0; i < processes.size(); i++) {
                Duration used =
                        ThreadTimes.of(processes.get(i)).minus(before.get(i)).compilers();
                compiling += used.toMillis() / (double) WINDOW.toMillis();
            }
            rising = rate > best * STEADY;
            best = Math.max(best, rate);
        }
        fleet.end();
        return "%s after %d s: its compilers used %.1f %% of a processor in the last %d s, and its rate %s"
                .formatted(
                        compiling > QUIET || rising ? "not yet warm" : "warm",
                        Duration.ofNanos(System.nanoTime() - begun).toSeconds(),
                        100 * compiling,
                        WINDOW.toSeconds(),
                        rising ? "still rose" : "rose no more");
    }
}
