package dev.oneping.model;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/**
 * The id of a tenant: the account that owns API keys, rules, users and subscriptions.
 *
 * @param value 1 to 64 characters of {@code A-Z a-z 0-9 _ . @ -}
 */
public record TenantId(@JsonValue String value) {

    /** Rejects a name that is not safe in a Redis key or a URL segment. */
    @JsonCreator
    public TenantId {
        Names.checked("tenant", value);
    }

    @Override
    public String toString() {
        return value;
    }
}
