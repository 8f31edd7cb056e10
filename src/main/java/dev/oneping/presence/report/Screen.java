package dev.oneping.presence.report;

import com.fasterxml.jackson.annotation.JsonProperty;

/** The state of a device's screen. */
public enum Screen {
    /** Lit, and ready to be used. */
    @JsonProperty("unlocked")
    UNLOCKED,
    /** Behind the lock. */
    @JsonProperty("locked")
    LOCKED,
    /** Dark. */
    @JsonProperty("off")
    OFF
}
