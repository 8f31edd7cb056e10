package dev.oneping.redis;

/**
 * Redis did not answer: not connected, too slow, or too many calls under way. Whether the call took effect is unknown,
 * so only repeatable calls may be tried again. The caller's remedy is to come back later.
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
