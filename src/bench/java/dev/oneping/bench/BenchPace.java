package dev.oneping.bench;

import java.time.Duration;

/** The pace of a publisher. */
sealed interface BenchPace {

    /** Sends as soon as the previous one is complete. */
    record ClosedLoop() implements BenchPace {}

    /**
     * Sends by the clock, even if the previous one is not complete; a delayed one is measured from the moment at which
     * it was due, so that a stall of the service counts for every delayed notification (no coordinated omission).
     *
     * @param interval between two notifications of one publisher
     */
    record Fixed(Duration interval) implements BenchPace {

        /** Creates a pace with a total rate per second of all publishers. */
        static Fixed rate(int perSecond, int publishers) {
            return new Fixed(Duration.ofNanos(1_000_000_000L * publishers / perSecond));
        }
    }
}
