package dev.oneping.notify.fanout;

import com.fasterxml.jackson.annotation.JsonProperty;

/** How a notification for many people ends. */
public enum FanOutEnd {
    /** Enough have answered, or everyone has been seen to. */
    @JsonProperty("done")
    DONE,
    /** Everyone was asked, and too few answered. */
    @JsonProperty("exhausted")
    EXHAUSTED,
    /** Its time was over. */
    @JsonProperty("expired")
    EXPIRED,
    /** The app called it off. */
    @JsonProperty("cancelled")
    CANCELLED
}
