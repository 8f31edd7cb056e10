package dev.oneping.redis;

import io.smallrye.mutiny.Uni;
import java.util.List;

/** Writes of fields to hashes of a limited size. The limit also holds for concurrent writes of different fields. */
public final class BoundedHash {

    private static final Script PUT = Script.load("redis/put_field.lua");

    private BoundedHash() {}

    /** Writes a field, unless it is new and the hash has {@code limit} fields already. */
    public static Uni<Result> put(RedisPipeline redis, String key, String field, String value, int limit) {
        return redis.run(PUT, List.of(key), List.of(field, value, limit)).map(reply -> switch (reply.tag()) {
            case "created" -> Result.CREATED;
            case "replaced" -> Result.REPLACED;
            case "full" -> Result.FULL;
            default -> throw new IllegalStateException("put_field.lua answered " + reply.tag());
        });
    }

    /** The result of a write. */
    public enum Result {
        /** The field is new. */
        CREATED,
        /** The field had another value. */
        REPLACED,
        /** Nothing was written. */
        FULL
    }
}
