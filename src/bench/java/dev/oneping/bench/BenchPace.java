package dev.oneping.bench;

import java.time.Duration;

/** The pace of the publishers. */
sealed interface BenchPace {

    /** Sends as soon as the previous one is complete. */
    record ClosedLoop() implements BenchPace {}

    /**
     * Sends by the clock, evenly spaced over all publishers together, even if earlier ones are not complete. One that
     * its publisher cannot begin at once, because it waits for an earlier one, is measured from when it was due, so that
     * a stall of the service counts for every delayed notification (no coordinated omission).
     *
     * @param interval between two notifications
     */
    record Fixed(Duration interval) implements BenchPace {

        /** Creates a pace with a rate per second of all publishers together. */
        static Fixed rate(int perSecond) {
            return new Fixed(Duration.ofNanos(1_000_000_000L / perSecond));
        }
    }
}
