package dev.oneping.delivery;

/** What became of a move. */
public sealed interface Commit {

    /** It was made. */
    record Made(Tracked tracked) implements Commit {}

    /** Another move came first; this is the life now. */
    record Conflict(Tracked tracked) implements Commit {}

    /** There is no such notification any more. */
    record Gone() implements Commit {}
}
