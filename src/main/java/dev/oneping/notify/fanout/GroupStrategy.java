package dev.oneping.notify.fanout;

import com.fasterxml.jackson.annotation.JsonProperty;

/** Who of a group is to know. */
public enum GroupStrategy {
    /** One, whose attention is nearest; then the next, until one answers. */
    @JsonProperty("most_attentive")
    MOST_ATTENTIVE,
    /** One of those who can be reached now, in turn; then the next, until one answers. */
    @JsonProperty("first_available")
    FIRST_AVAILABLE,
    /** Everyone, each for themselves. */
    @JsonProperty("all")
    ALL,
    /** Everyone, until enough have acted. */
    @JsonProperty("quorum")
    QUORUM
}
