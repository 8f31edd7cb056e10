package dev.oneping.model;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The part of a notification's content that is shown. */
public enum Variant {
    /** All of it. */
    @JsonProperty("rich")
    RICH,
    /** The text, without anything that is fetched or large. */
    @JsonProperty("plain")
    PLAIN,
    /** Only that there is a notification, because others can see the screen. */
    @JsonProperty("redacted")
    REDACTED
}
