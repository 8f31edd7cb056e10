package dev.oneping.presence.watch;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Whose presence the people of a tenant may see with a device token. Apps see what their key's scopes allow. */
public enum WatchPermission {
    /** That of nobody. */
    @JsonProperty("nobody")
    NOBODY,
    /** That of people with whom they are in a group. */
    @JsonProperty("same_group")
    SAME_GROUP,
    /** That of everybody in the tenant. */
    @JsonProperty("all")
    ALL
}
