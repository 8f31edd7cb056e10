package dev.oneping.presence;

import java.time.Instant;
import java.util.function.Function;

/**
 * A change to a user's stored facts. It may be called several times, each time with newer facts, so it must be pure.
 */
@FunctionalInterface
interface PersonChange<R> {

    Step<R> decide(Person person, Instant now);

    /** The decision of a change. */
    sealed interface Step<R> {

        /** Stores nothing and returns the answer. */
        record Leave<R>(R answer) implements Step<R> {}

        /**
         * Stores the draft.
         *
         * @param reason why the sessions that the draft omits end
         * @param answer the answer, computed once the draft is stored
         */
        record Make<R>(Person draft, String reason, Function<Presence, R> answer) implements Step<R> {}
    }
}
