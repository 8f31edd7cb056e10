package dev.oneping.webhook.delivery;

import io.smallrye.mutiny.Uni;
import java.time.Duration;

/** Waits for results, on threads that may block. */
public final class BlockingCalls {

    /** Longer than any call to Redis may take. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private BlockingCalls() {}

    public static <T> T await(Uni<T> uni) {
        return uni.await().atMost(PATIENCE);
    }
}
