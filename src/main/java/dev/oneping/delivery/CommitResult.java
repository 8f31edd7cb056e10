package dev.oneping.delivery;

/** What became of a move. */
public sealed interface CommitResult {

    /** It was made. */
    record Made(VersionedState tracked) implements CommitResult {}

    /** Another move came first; this is the life now. */
    record Conflict(VersionedState tracked) implements CommitResult {}

    /** There is no such notification any more. */
    record Gone() implements CommitResult {}
}
