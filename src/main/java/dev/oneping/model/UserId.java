package dev.oneping.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * A person inside a tenant, by the name that the tenant's app gave.
 *
 * @param value 1 to 64 characters of {@code A-Z a-z 0-9 _ . @ -}
 */
public record UserId(@JsonValue String value) {

    /** Refuses a name that could not stand in a key or a URL. */
    @JsonCreator
    public UserId {
        Names.checked("user", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
