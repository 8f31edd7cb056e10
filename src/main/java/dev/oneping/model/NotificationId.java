package dev.oneping.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.oneping.text.Sha256;
import java.nio.ByteBuffer;
import java.time.Instant;

/**
 * The id of a notification: {@code ntf_}, a sortable id, and two digits for the shard of its user, so that a
 * notification is found by its id alone.
 *
 * @param value the whole id
 */
public record NotificationId(@JsonValue String value) {

    /** The number of shards that an id can encode. */
    public static final int MAX_SHARDS = 1024;

    private static final String PREFIX = "ntf_";

    /** Rejects a value not in the form that {@link #create} produces. */
    @JsonCreator
    public NotificationId {
        if (!isWellFormed(value)) {
            throw new IllegalArgumentException("not a notification id");
        }
    }

    /** Returns whether a text has the form of an id. The object need not exist. */
    public static boolean isWellFormed(String text) {
        return ShardedId.isWellFormed(text, PREFIX);
    }

    /** Creates an id for a user in that shard. */
    public static NotificationId create(Instant now, int shard) {
        return new NotificationId(ShardedId.create(PREFIX, now, shard));
    }

    /**
     * The id of one recipient's part of this notification: deterministic by user name, with the same timestamp.
     *
     * @param name  the user's name
     * @param shard the user's shard
     */
    public NotificationId part(String name, int shard) {
        char[] digits = new char[ShardedId.DIGITS];
        value.getChars(PREFIX.length(), PREFIX.length() + SortableId.TIME, digits, 0);
        ByteBuffer chance = ByteBuffer.wrap(Sha256.of(value + ":" + name));
        SortableId.put(digits, SortableId.TIME, 8, chance.getLong());
        SortableId.put(digits, SortableId.TIME + 8, 8, chance.getLong());
        SortableId.put(digits, SortableId.LENGTH, 2, shard);
        return new NotificationId(PREFIX + new String(digits));
    }

    /** The time encoded in the id: when the notification was accepted. */
    public Instant createdAt() {
        long millis = 0;
        for (int i = PREFIX.length(); i < PREFIX.length() + SortableId.TIME; i++) {
            millis = millis << 5 | SortableId.digit(value.charAt(i));
        }
        return Instant.ofEpochMilli(millis);
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
