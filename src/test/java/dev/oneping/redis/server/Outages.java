package dev.oneping.redis.server;

/** Failures of a Redis that cannot serve, for tests of other packages. */
public final class Outages {

    private Outages() {}

    /** Returns the failure of a write to a replica. */
    public static RedisUnavailable readOnly() {
        return new RedisUnavailable("READONLY You can't write against a read only replica.");
    }
}
