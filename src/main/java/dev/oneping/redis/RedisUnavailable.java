package dev.oneping.redis;

/**
 * Thrown if Redis did not reply: not connected, too slow, or too many calls in flight. The call may or may not have
 * taken effect, so only idempotent calls may be retried. The caller's remedy is to retry later.
 */
public final class RedisUnavailable extends RuntimeException {

    private static final long serialVersionUID = 1L;

    RedisUnavailable(String message) {
        super(message, null, false, false);
    }

    RedisUnavailable(String message, Throwable cause) {
        super(message, cause, false, false);
    }
}
