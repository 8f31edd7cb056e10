package dev.oneping.rules;

import java.util.Optional;

/** A text worked out from a situation. Implementations are pure and thread-safe, answer in bounded time and never throw. */
@FunctionalInterface
public interface Key {

    /** A longer one is cut. */
    int MAX_LENGTH = 128;

    /** The text; empty where a fact that it hangs on is unknown, or it broke. */
    Optional<String> of(EvaluationContext situation);
}
