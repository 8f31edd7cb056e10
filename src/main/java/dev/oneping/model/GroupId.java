package dev.oneping.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * The name of a group inside a tenant: users who can act in place of each other.
 *
 * @param value 1 to 64 characters of {@code A-Z a-z 0-9 _ . @ -}
 */
public record GroupId(@JsonValue String value) {

    /** Rejects a name that is not safe in a Redis key or a URL segment. */
    @JsonCreator
    public GroupId {
        Names.checked("group", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
