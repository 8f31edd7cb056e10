package dev.oneping.rules.expression;

/**
 * The result of a condition: Kleene's three truth values, and a fourth for a failed evaluation. Unknown takes
 * precedence over a failure, because with one more fact the failure might not matter.
 */
public enum Truth {
    TRUE,
    FALSE,
    /** A fact that the result depends on is unknown. */
    UNKNOWN,
    /** The evaluation failed, for example by a division by zero. */
    FAILED;

    /** The truth value of a plain boolean. */
    public static Truth of(boolean value) {
        return value ? TRUE : FALSE;
    }

    /** False if one of both is; true only if both are. */
    public Truth and(Truth other) {
        if (this == FALSE || other == FALSE) {
            return FALSE;
        }
        if (this == UNKNOWN || other == UNKNOWN) {
            return UNKNOWN;
        }
        return this == TRUE ? other : this;
    }

    /** The negation; unknown and failed stay unchanged. */
    public Truth not() {
        return this == TRUE ? FALSE : this == FALSE ? TRUE : this;
    }

    /** True if one of both is; false only if both are. */
    public Truth or(Truth other) {
        return not().and(other.not()).not();
    }
}
