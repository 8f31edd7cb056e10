package dev.oneping.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;

/**
 * The id of a subscription: {@code sub_}, a sortable id, and two digits that name the shard where its deliveries wait.
 *
 * @param value the whole id
 */
public record SubscriptionId(@JsonValue String value) {

    private static final String PREFIX = "sub_";
    private static final int DIGITS = SortableId.LENGTH + 2;

    /** Refuses what was not made by {@link #create}. */
    @JsonCreator
    public SubscriptionId {
        if (!isWellFormed(value)) {
            throw new IllegalArgumentException("not a subscription id");
        }
    }

    /** Whether a text has the form of an id. It need not exist. */
    public static boolean isWellFormed(String text) {
        return SortableId.isWellFormed(text, PREFIX, DIGITS);
    }

    /** A new id whose deliveries wait in that shard. */
    public static SubscriptionId create(Instant now, int shard) {
        char[] digits = new char[2];
        SortableId.put(digits, 0, 2, shard);
        return new SubscriptionId(PREFIX + SortableId.at(now.toEpochMilli()) + new String(digits));
    }

    /** The shard that was given when the id was made. */
    public int shard() {
        int last = value.length() - 1;
        return SortableId.digit(value.charAt(last - 1)) * 32 + SortableId.digit(value.charAt(last));
    }

    @Override
    public String toString() {
        return value;
    }
}
