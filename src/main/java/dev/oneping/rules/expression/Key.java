package dev.oneping.rules.expression;

import java.util.Optional;

/**
 * A string computed from the facts. Implementations are pure and thread-safe, evaluate in bounded time and never
 * throw.
 */
@FunctionalInterface
public interface Key {

    /** The maximum length; longer keys are truncated. */
    int MAX_LENGTH = 128;

    /** The key; empty if a fact that it depends on is unknown, or its evaluation failed. */
    Optional<String> of(EvaluationContext context);
}
