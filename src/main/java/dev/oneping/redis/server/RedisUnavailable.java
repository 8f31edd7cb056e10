package dev.oneping.redis.server;

/**
 * Thrown if Redis did not reply (not connected, too slow, too many calls in flight), or replied that it cannot serve now
 * (read-only, out of memory, loading, and the like; the message starts with its word). The call may or may not have
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
