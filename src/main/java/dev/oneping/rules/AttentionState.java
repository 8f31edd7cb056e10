package dev.oneping.rules;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What the server concludes about a person and one device. */
public enum AttentionState {
    /** The person is using it now. */
    @JsonProperty("active")
    ACTIVE,
    /** It is within the person's view, but not in use. */
    @JsonProperty("passive")
    PASSIVE,
    /** The person is not at it. */
    @JsonProperty("away")
    AWAY,
    /** There is no evidence, or it is too old. Rules see this as the third value, never as {@link #AWAY}. */
    @JsonProperty("unknown")
    UNKNOWN
}
