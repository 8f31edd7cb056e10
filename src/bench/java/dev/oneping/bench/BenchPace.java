package dev.oneping.bench;

import java.time.Duration;

/** When a publisher sends its next notification. */
sealed interface BenchPace {

    /** As soon as the one before is through. */
    record ClosedLoop() implements BenchPace {}

    /**
     * By the clock, whether or not the one before is through in time; one that begins late because of it is measured from
     * the moment when it was due, so that a stall of the service counts for all whom it made wait.
     *
     * @param interval between two notifications of one publisher
     */
    record Fixed(Duration interval) implements BenchPace {

        /** So many a second, by all publishers together. */
        static Fixed rate(int perSecond, int publishers) {
            return new Fixed(Duration.ofNanos(1_000_000_000L * publishers / perSecond));
        }
    }
}
