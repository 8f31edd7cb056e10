package dev.oneping.delivery;

/** The result of committing a transition. */
public sealed interface CommitResult {

    /** The transition was committed. */
    record Made(VersionedState tracked) implements CommitResult {}

    /** A concurrent transition was committed first; this is the current state. */
    record Conflict(VersionedState tracked) implements CommitResult {}

    /** The notification no longer exists. */
    record Gone() implements CommitResult {}
}
