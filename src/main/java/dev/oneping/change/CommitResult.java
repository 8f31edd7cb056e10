package dev.oneping.change;

import org.jspecify.annotations.Nullable;

/**
 * The result of a commit that depends on an unchanged version.
 *
 * @param <S> the state
 * @param <C> what the store returns for a commit
 */
public sealed interface CommitResult<S, C> {

    /** The draft is stored. */
    record Committed<S, C>(C stored) implements CommitResult<S, C> {}

    /**
     * Another commit came first.
     *
     * @param state the current state, if the store returned it; null if it must be loaded
     */
    record Conflict<S, C>(@Nullable S state) implements CommitResult<S, C> {}

    /** The state no longer exists. */
    record Gone<S, C>() implements CommitResult<S, C> {}
}
