package dev.oneping.delivery.store;

import dev.oneping.change.CommitResult;
import dev.oneping.delivery.life.VersionedState;

/** The results of commits in tests that are alone with their notification. */
public final class Commits {

    private Commits() {}

    /** The state after a commit that must have succeeded. */
    public static VersionedState committed(CommitResult<VersionedState, VersionedState> result) {
        if (result instanceof CommitResult.Committed<VersionedState, VersionedState>(VersionedState after)) {
            return after;
        }
        throw new AssertionError(result);
    }

    public static boolean isCommitted(CommitResult<VersionedState, VersionedState> result) {
        return result instanceof CommitResult.Committed;
    }
}
