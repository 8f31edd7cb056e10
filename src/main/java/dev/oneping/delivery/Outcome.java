package dev.oneping.delivery;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How a notification's life ended. */
public enum Outcome {
    /** A person saw it. */
    @JsonProperty("seen")
    SEEN,
    /** A person did what it asked for. */
    @JsonProperty("acted")
    ACTED,
    /** A person put it away. */
    @JsonProperty("dismissed")
    DISMISSED,
    /** The rules decided that it shall not be shown. */
    @JsonProperty("suppressed")
    SUPPRESSED,
    /** Its time was over. */
    @JsonProperty("expired")
    EXPIRED,
    /** All attempts that are allowed stayed without an answer. */
    @JsonProperty("exhausted")
    EXHAUSTED,
    /** The app called it off, or a newer one took its place. */
    @JsonProperty("cancelled")
    CANCELLED
}
