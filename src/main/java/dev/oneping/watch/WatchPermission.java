package dev.oneping.watch;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The users whose presence a device token may read. API keys are governed by their scopes instead. */
public enum WatchPermission {
    /** No user's. */
    @JsonProperty("nobody")
    NOBODY,
    /** Users in a common group. */
    @JsonProperty("same_group")
    SAME_GROUP,
    /** All users of the tenant. */
    @JsonProperty("all")
    ALL
}
