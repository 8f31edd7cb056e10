package dev.oneping.rules.rule;

import dev.oneping.rules.explain.Verdict;
import dev.oneping.rules.expression.Condition;
import dev.oneping.rules.expression.EvaluationContext;
import dev.oneping.rules.expression.Score;

/**
 * One rule: a condition and its effect.
 *
 * @param name        unique in its rule set; the reason code of the rule's effects
 * @param when        the condition
 * @param whenUnknown the meaning of an unknown condition for notifications below critical
 * @param then        the effect: a {@link Gate}, a {@link Filter} or a {@link Score}
 */
public record Rule<T>(String name, Condition when, WhenUnknown whenUnknown, T then) {

    /** The treatment of an unknown condition. */
    public enum WhenUnknown {
        /** The rule does not match. */
        SKIP,
        /** The rule matches. */
        MATCH
    }

    /**
     * The verdict of a rule that affects whether a notification arrives.
     *
     * <p>For a critical notification an unknown condition always counts in favor of delivery, regardless of the rule.
     * Conditions are monotone in the known facts: with one fact less the result is the same or unknown. Therefore
     * losing a signal never makes a critical notification less likely to arrive.
     *
     * @param favours whether a match is in favor of delivery
     */
    public Verdict verdict(EvaluationContext context, boolean favours) {
        return verdictWith(context, treatsUnknownAsMatch(context, favours));
    }

    /** Returns whether an unknown condition counts as a match. */
    boolean treatsUnknownAsMatch(EvaluationContext context, boolean favours) {
        return context.isCritical() ? favours : whenUnknown == WhenUnknown.MATCH;
    }

    /** The verdict of a rule that only affects the choice of a device. */
    public Verdict verdict(EvaluationContext context) {
        return verdictWith(context, whenUnknown == WhenUnknown.MATCH);
    }

    private Verdict verdictWith(EvaluationContext context, boolean unknownMatches) {
        return switch (when.test(context)) {
            case TRUE -> Verdict.MATCHED;
            case FALSE -> Verdict.NOT_MATCHED;
            case FAILED -> Verdict.FAILED;
            case UNKNOWN -> unknownMatches ? Verdict.MATCHED_UNKNOWN : Verdict.UNKNOWN;
        };
    }
}
