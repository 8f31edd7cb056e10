package dev.oneping.redis.embedded;

import java.io.IOException;
import java.time.Duration;
import java.util.function.Supplier;

/** A poll with a time limit for a process to start or to end. */
record ProcessWait(Duration limit) {

    private static final Duration STEP = Duration.ofMillis(10);

    /** A condition on the state of a process. */
    @FunctionalInterface
    interface Condition {
        boolean holds() throws IOException;
    }

    /**
     * Polls until the condition holds.
     *
     * @throws RedisStartException the given one, at the time limit or if the thread is interrupted
     */
    void await(Condition condition, Supplier<RedisStartException> otherwise) throws IOException {
        long end = System.nanoTime() + limit.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() - end > 0 || !paused()) {
                throw otherwise.get();
            }
        }
    }

    private static boolean paused() {
        try {
            Thread.sleep(STEP);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
