package dev.oneping.redis.embedded;

import java.io.IOException;
import java.time.Duration;
import java.util.function.Supplier;

/** How long to wait for a process to do as it was told. */
record ProcessWait(Duration limit) {

    private static final Duration STEP = Duration.ofMillis(10);

    /** A look at the outside world. */
    @FunctionalInterface
    interface Condition {
        boolean holds() throws IOException;
    }

    /**
     * Looks again and again until the condition holds.
     *
     * @throws RedisStartException the given one, when the time is over or the thread is interrupted
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
