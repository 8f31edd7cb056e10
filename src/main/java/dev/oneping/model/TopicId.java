package dev.oneping.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * The name of a topic inside a tenant: what people subscribe to.
 *
 * @param value 1 to 64 characters of {@code A-Z a-z 0-9 _ . @ -}
 */
public record TopicId(@JsonValue String value) {

    /** Refuses a name that could not stand in a key or a URL. */
    @JsonCreator
    public TopicId {
        Names.checked("topic", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
