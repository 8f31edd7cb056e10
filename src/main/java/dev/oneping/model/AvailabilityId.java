package dev.oneping.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;

/**
 * The id of a wish to be told once when somebody is there: {@code avl_} and a sortable id.
 *
 * @param value the whole id
 */
public record AvailabilityId(@JsonValue String value) {

    private static final String PREFIX = "avl_";

    /** Refuses what was not made by {@link #create}. */
    @JsonCreator
    public AvailabilityId {
        if (!isWellFormed(value)) {
            throw new IllegalArgumentException("not an availability id");
        }
    }

    /** Whether a text has the form of an id. It need not exist. */
    public static boolean isWellFormed(String text) {
        return SortableId.isWellFormed(text, PREFIX, SortableId.LENGTH);
    }

    /** A new id. */
    public static AvailabilityId create(Instant now) {
        return new AvailabilityId(PREFIX + SortableId.at(now.toEpochMilli()));
    }

    @Override
    public String toString() {
        return value;
    }
}
