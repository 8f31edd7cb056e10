package dev.oneping.notify.fanout;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The outcome of a notification for many users. */
public enum FanOutEnd {
    /** Enough users answered, or all were processed. */
    @JsonProperty("done")
    DONE,
    /** All were asked, and too few answered. */
    @JsonProperty("exhausted")
    EXHAUSTED,
    /** It expired. */
    @JsonProperty("expired")
    EXPIRED,
    /** The app cancelled it. */
    @JsonProperty("cancelled")
    CANCELLED
}
