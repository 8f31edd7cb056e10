package dev.oneping.notify.fanout;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The strategy for choosing the members of a group to notify. */
public enum GroupStrategy {
    /** One member, the one with the highest attention first; then the next, until one answers. */
    @JsonProperty("most_attentive")
    MOST_ATTENTIVE,
    /** One of the members who can be reached now, in rotation; then the next, until one answers. */
    @JsonProperty("first_available")
    FIRST_AVAILABLE,
    /** All members, independently of each other. */
    @JsonProperty("all")
    ALL,
    /** All members, until enough have acted. */
    @JsonProperty("quorum")
    QUORUM
}
