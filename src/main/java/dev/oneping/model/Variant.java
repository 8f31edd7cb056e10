package dev.oneping.model;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How much of a notification's content is shown. */
public enum Variant {
    /** All of it. */
    @JsonProperty("rich")
    RICH,
    /** Its text, and nothing that is fetched or is big. */
    @JsonProperty("plain")
    PLAIN,
    /** That there is something, and not what: others can see the screen. */
    @JsonProperty("redacted")
    REDACTED
}
