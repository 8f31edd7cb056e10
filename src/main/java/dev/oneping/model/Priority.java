package dev.oneping.model;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * How much a notification may disturb, as the app that sends it sees it. The order of declaration is the order of
 * urgency: {@link #compareTo} says which of two is the more pressing. In JSON the names are in lower case.
 */
public enum Priority {
    /** Can wait; need not make a sound. */
    @JsonProperty("low")
    LOW,
    /** The usual case. */
    @JsonProperty("normal")
    NORMAL,
    /** May disturb quiet hours. */
    @JsonProperty("high")
    HIGH,
    /** Must arrive; nothing that is merely unknown may stand in its way. */
    @JsonProperty("critical")
    CRITICAL;

    /** Whether this is as urgent as the other, or more. */
    public boolean atLeast(Priority other) {
        return compareTo(other) >= 0;
    }
}
