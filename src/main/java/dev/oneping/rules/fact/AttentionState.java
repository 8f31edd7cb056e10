package dev.oneping.rules.fact;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The server's conclusion about the user's attention to one device. */
public enum AttentionState {
    /** The user is using it now. */
    @JsonProperty("active")
    ACTIVE,
    /** It is in the user's view, but not in use. */
    @JsonProperty("passive")
    PASSIVE,
    /** The user is not at it. */
    @JsonProperty("away")
    AWAY,
    /** There is no evidence, or it is too old. Rules see this as the third value, never as {@link #AWAY}. */
    @JsonProperty("unknown")
    UNKNOWN
}
