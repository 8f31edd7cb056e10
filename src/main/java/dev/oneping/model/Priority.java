package dev.oneping.model;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * The urgency of a notification, set by the app that sends it. The order of declaration is the order of urgency, so
 * {@link #compareTo} compares urgency. In JSON the names are in lower case.
 */
public enum Priority {
    /** Can wait and needs no sound. */
    @JsonProperty("low")
    LOW,
    /** The default. */
    @JsonProperty("normal")
    NORMAL,
    /** May disturb quiet hours. */
    @JsonProperty("high")
    HIGH,
    /** Must arrive; unknown facts never prevent its delivery. */
    @JsonProperty("critical")
    CRITICAL;

    /** Returns whether this is at least as urgent as the other. */
    public boolean atLeast(Priority other) {
        return compareTo(other) >= 0;
    }
}
