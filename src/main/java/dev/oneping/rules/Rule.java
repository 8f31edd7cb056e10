package dev.oneping.rules;

/**
 * One rule: when this holds, then that.
 *
 * @param name        unique in its rule set; it is the reason code of everything that the rule brings about
 * @param when        the condition
 * @param whenUnknown what an unknown condition means for notifications below critical
 * @param then        what follows: a {@link Gate}, a {@link Filter} or a {@link Score}
 */
public record Rule<T>(String name, Condition when, WhenUnknown whenUnknown, T then) {

    /** What a rule does when nobody can say whether its condition holds. */
    public enum WhenUnknown {
        /** The rule does not match. */
        SKIP,
        /** The rule matches. */
        MATCH
    }

    /**
     * What the rule says where it decides whether a notification arrives.
     *
     * <p>For a critical notification an unknown condition is always read in favour of delivery, whatever the rule says.
     * Conditions are monotone in what is known: with one fact less they answer the same or unknown. Both together are why
     * losing a signal never makes a critical notification less likely to arrive.
     *
     * @param favours whether a match would speak for delivery
     */
    Verdict verdict(EvaluationContext situation, boolean favours) {
        return verdictWith(situation, isTakenForMatch(situation, favours));
    }

    /** Whether unknown counts as a match here. */
    boolean isTakenForMatch(EvaluationContext situation, boolean favours) {
        return situation.isCritical() ? favours : whenUnknown == WhenUnknown.MATCH;
    }

    /** What the rule says where it only bears on which device it is to be. */
    Verdict verdict(EvaluationContext situation) {
        return verdictWith(situation, whenUnknown == WhenUnknown.MATCH);
    }

    private Verdict verdictWith(EvaluationContext situation, boolean unknownMatches) {
        return switch (when.test(situation)) {
            case TRUE -> Verdict.MATCHED;
            case FALSE -> Verdict.NOT_MATCHED;
            case FAILED -> Verdict.FAILED;
            case UNKNOWN -> unknownMatches ? Verdict.MATCHED_UNKNOWN : Verdict.UNKNOWN;
        };
    }
}
