package dev.oneping.streams.link;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** Exponential backoff up to a limit, with jitter so that many clients do not reconnect at once. */
final class Backoff {

    private static final long FIRST_MS = 100;
    private static final long LONGEST_MS = 5_000;

    private final RandomGenerator random;
    private long next = FIRST_MS;

    Backoff(RandomGenerator random) {
        this.random = random;
    }

    /** The next pause: a random value between half and all of the current interval. */
    Duration pause() {
        long due = next;
        next = Math.min(LONGEST_MS, due * 2);
        return Duration.ofMillis(due / 2 + random.nextLong(due / 2 + 1));
    }

    /** Resets to the shortest pause. */
    void reset() {
        next = FIRST_MS;
    }
}
