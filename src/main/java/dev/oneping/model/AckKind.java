package dev.oneping.model;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * The kinds of acknowledgement. Only the human kinds stop an escalation; a provider's acceptance of a message is no
 * ack.
 */
public enum AckKind {
    /** The device received it; the user may not have seen it. */
    @JsonProperty("received")
    RECEIVED,
    /** The user saw it. */
    @JsonProperty("seen")
    SEEN,
    /** The user acted on it. */
    @JsonProperty("acted")
    ACTED,
    /** The user dismissed it. */
    @JsonProperty("dismissed")
    DISMISSED;

    /** Returns whether the ack comes from the user, not from the device. */
    public boolean isHuman() {
        return this != RECEIVED;
    }
}
