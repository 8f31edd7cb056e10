package dev.oneping.change;

import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.Optional;

/**
 * One state in Redis that is replaced only if it has not changed since it was read.
 *
 * @param <S> the state
 * @param <D> the draft of the next state
 * @param <C> what a commit returns
 */
public interface VersionedStore<S, D, C> {

    /** Loads the current state; empty if it does not exist. */
    Uni<Optional<S>> load();

    /** Stores a draft if the state is still the one that it was decided on. */
    Uni<CommitResult<S, C>> commit(S before, D draft, Instant now);

    /**
     * Acts after a commit: what others are to learn of it. Only the winner of a race is called. The commit stands even
     * if this fails; {@link CommitLoop} logs the failure.
     *
     * @param decided when the change was decided
     */
    default Uni<Void> committed(S before, D draft, C stored, Instant decided) {
        return Uni.createFrom().voidItem();
    }
}
