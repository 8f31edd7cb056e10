package dev.oneping.presence;

/** What became of the wish to open a session. */
public sealed interface Opening {

    /** It is open, and this is the person's presence with it. */
    record Opened(Presence presence) implements Opening {}

    /** The person has as many devices as are allowed, and this would be one more. */
    record TooManyDevices(int limit) implements Opening {}

    /** The device has as many live sessions as are allowed. */
    record TooManySessions(int limit) implements Opening {}
}
