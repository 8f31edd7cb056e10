package dev.oneping.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * The name of a topic inside a tenant, to which users subscribe.
 *
 * @param value 1 to 64 characters of {@code A-Z a-z 0-9 _ . @ -}
 */
public record TopicId(@JsonValue String value) {

    /** Rejects a name that is not safe in a Redis key or a URL segment. */
    @JsonCreator
    public TopicId {
        Names.checked("topic", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
