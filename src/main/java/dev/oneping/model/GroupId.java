package dev.oneping.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * The name of a group inside a tenant: people who can stand in for each other.
 *
 * @param value 1 to 64 characters of {@code A-Z a-z 0-9 _ . @ -}
 */
public record GroupId(@JsonValue String value) {

    /** Refuses a name that could not stand in a key or a URL. */
    @JsonCreator
    public GroupId {
        Names.checked("group", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
