package dev.oneping.presence;

import java.time.Instant;
import java.util.function.Function;

/**
 * A wish to change what is known of a person, decided on the facts. It may be asked several times, with newer facts each
 * time, and must be pure.
 */
@FunctionalInterface
interface PersonChange<R> {

    Step<R> decide(Person person, Instant now);

    /** What a change decides to do. */
    sealed interface Step<R> {

        /** Nothing is to be stored; this is the answer. */
        record Leave<R>(R answer) implements Step<R> {}

        /**
         * The draft is to be stored.
         *
         * @param reason why the sessions that the draft leaves out go
         * @param answer what to answer once it is stored
         */
        record Make<R>(Person draft, String reason, Function<Presence, R> answer) implements Step<R> {}
    }
}
