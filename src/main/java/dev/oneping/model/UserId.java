package dev.oneping.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * The id of a user inside a tenant, chosen by the tenant's app.
 *
 * @param value 1 to 64 characters of {@code A-Z a-z 0-9 _ . @ -}
 */
public record UserId(@JsonValue String value) {

    /** Rejects a name that is not safe in a Redis key or a URL segment. */
    @JsonCreator
    public UserId {
        Names.checked("user", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
