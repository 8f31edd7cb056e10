package dev.oneping.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;

/**
 * The id of one live connection of a device.
 *
 * @param value {@code ses_} and a sortable id
 */
public record SessionId(@JsonValue String value) {

    private static final String PREFIX = "ses_";

    /** Rejects a value not in the form that {@link #create} produces. */
    @JsonCreator
    public SessionId {
        if (!isWellFormed(value)) {
            throw new IllegalArgumentException("not a session id");
        }
    }

    /** Returns whether a text has the form of a session id. */
    public static boolean isWellFormed(String text) {
        return SortableId.isWellFormed(text, PREFIX, SortableId.LENGTH);
    }

    /** Creates an id. */
    public static SessionId create(Instant now) {
        return new SessionId(PREFIX + SortableId.at(now.toEpochMilli()));
    }

    @Override
    public String toString() {
        return value;
    }
}
