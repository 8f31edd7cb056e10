package dev.oneping.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;

/**
 * The id of a one-time availability request: {@code avl_} and a sortable id.
 *
 * @param value the whole id
 */
public record AvailabilityId(@JsonValue String value) {

    private static final String PREFIX = "avl_";

    /** Rejects a value not in the form that {@link #create} produces. */
    @JsonCreator
    public AvailabilityId {
        if (!isWellFormed(value)) {
            throw new IllegalArgumentException("not an availability id");
        }
    }

    /** Returns whether a text has the form of an id. The object need not exist. */
    public static boolean isWellFormed(String text) {
        return SortableId.isWellFormed(text, PREFIX, SortableId.LENGTH);
    }

    /** Creates an id. */
    public static AvailabilityId create(Instant now) {
        return new AvailabilityId(PREFIX + SortableId.at(now.toEpochMilli()));
    }

    @Override
    public String toString() {
        return value;
    }
}
