package dev.oneping.rules.expression;

/** A condition on the facts. Implementations are pure and thread-safe, evaluate in bounded time and never throw. */
@FunctionalInterface
public interface Condition {

    /** The condition of a rule without one. */
    Condition ALWAYS = context -> Truth.TRUE;

    /** The condition that never holds. */
    Condition NEVER = context -> Truth.FALSE;

    /** Evaluates the condition. */
    Truth test(EvaluationContext context);
}
