package dev.oneping.client;

import java.util.Locale;

/** What is said of a notification. The last three are a user's, and end the escalation. */
public enum AckKind {
    /** The device has it; the client says so by itself. */
    RECEIVED,
    /** The user has seen it. */
    SEEN,
    /** The user has acted on it. */
    ACTED,
    /** The user has dismissed it. */
    DISMISSED;

    String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
