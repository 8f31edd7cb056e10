package dev.oneping.rules;

/** A question to a situation. Implementations are pure and thread-safe, answer in bounded time and never throw. */
@FunctionalInterface
public interface Condition {

    /** The condition of a rule that has none. */
    Condition ALWAYS = situation -> Truth.TRUE;

    /** The condition that never holds. */
    Condition NEVER = situation -> Truth.FALSE;

    /** Answers the question. */
    Truth test(EvaluationContext situation);
}
