package dev.oneping.model;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How much a notification may disturb, in rising order. */
public enum Priority {
    @JsonProperty("low")
    LOW,
    @JsonProperty("normal")
    NORMAL,
    @JsonProperty("high")
    HIGH,
    @JsonProperty("critical")
    CRITICAL
}
