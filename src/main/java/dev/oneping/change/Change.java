package dev.oneping.change;

import java.time.Instant;
import java.util.function.Function;

/**
 * A change to a versioned state. It is decided again after each lost race, each time on a newer state, so it must be pure.
 *
 * @param <S> the state that it is decided on
 * @param <D> the draft that it writes
 * @param <C> the result of a commit of that draft
 * @param <R> the result for the caller
 */
@FunctionalInterface
public interface Change<S, D, C, R> {

    /** Decides on a state. */
    Step<D, C, R> decide(S state, Instant now);

    /** The decision of a change. */
    sealed interface Step<D, C, R> {

        /** Writes nothing. */
        record Keep<D, C, R>(R result) implements Step<D, C, R> {}

        /**
         * Writes a draft.
         *
         * @param result computes the result for the caller, once the draft is committed
         */
        record Write<D, C, R>(D draft, Function<C, R> result) implements Step<D, C, R> {}
    }
}
