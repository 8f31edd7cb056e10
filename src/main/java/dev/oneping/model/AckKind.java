package dev.oneping.model;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What an ack says. Only the human kinds stop an escalation; that a provider took a message is no ack at all. */
public enum AckKind {
    /** The device has it; no person need know. */
    @JsonProperty("received")
    RECEIVED,
    /** A person saw it. */
    @JsonProperty("seen")
    SEEN,
    /** A person did what it asked for. */
    @JsonProperty("acted")
    ACTED,
    /** A person put it away. */
    @JsonProperty("dismissed")
    DISMISSED;

    /** Whether a person, not a machine, says so. */
    public boolean isHuman() {
        return this != RECEIVED;
    }
}
