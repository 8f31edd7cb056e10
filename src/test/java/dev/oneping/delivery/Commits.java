package dev.oneping.delivery;

import dev.oneping.change.CommitResult;

/** The results of commits in tests that are alone with their notification. */
final class Commits {

    private Commits() {}

    /** The state after a commit that must have succeeded. */
    static VersionedState committed(CommitResult<VersionedState, VersionedState> result) {
        if (result instanceof CommitResult.Committed<VersionedState, VersionedState>(VersionedState after)) {
            return after;
        }
        throw new AssertionError(result);
    }

    static boolean isCommitted(CommitResult<VersionedState, VersionedState> result) {
        return result instanceof CommitResult.Committed;
    }
}
