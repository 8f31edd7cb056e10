package dev.oneping.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * An account: it owns API keys, rules, users and subscriptions.
 *
 * @param value 1 to 64 characters of {@code A-Z a-z 0-9 _ . @ -}
 */
public record TenantId(@JsonValue String value) {

    /** Refuses a name that could not stand in a key or a URL. */
    @JsonCreator
    public TenantId {
        Names.checked("tenant", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
