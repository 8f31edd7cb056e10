package dev.oneping.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;

/**
 * The id of a subscription: {@code sub_}, a sortable id, and two digits for the shard that stores its deliveries.
 *
 * @param value the whole id
 */
public record SubscriptionId(@JsonValue String value) {

    private static final String PREFIX = "sub_";

    /** Rejects a value not in the form that {@link #create} produces. */
    @JsonCreator
    public SubscriptionId {
        if (!isWellFormed(value)) {
            throw new IllegalArgumentException("not a subscription id");
        }
    }

    /** Returns whether a text has the form of an id. The object need not exist. */
    public static boolean isWellFormed(String text) {
        return ShardedId.isWellFormed(text, PREFIX);
    }

    /** Creates an id whose deliveries are stored in that shard. */
    public static SubscriptionId create(Instant now, int shard) {
        return new SubscriptionId(ShardedId.create(PREFIX, now, shard));
    }

    /** The shard encoded in the id. */
    public int shard() {
        return ShardedId.shard(value);
    }

    @Override
    public String toString() {
        return value;
    }
}
