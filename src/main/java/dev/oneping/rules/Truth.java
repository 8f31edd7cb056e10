package dev.oneping.rules;

/**
 * What a condition says of a situation: Kleene's three values, and a fourth for a condition that broke. Unknown is a value
 * of its own, neither yes nor no; it outweighs a failure, for with one more fact the failure might not matter.
 */
public enum Truth {
    TRUE,
    FALSE,
    /** A fact that the answer hangs on is not known. */
    UNKNOWN,
    /** The condition broke while it was evaluated, for example by a division by zero. */
    FAILED;

    /** The truth value of a plain boolean. */
    public static Truth of(boolean value) {
        return value ? TRUE : FALSE;
    }

    /** False as soon as one of both is; true only if both are. */
    public Truth and(Truth other) {
        if (this == FALSE || other == FALSE) {
            return FALSE;
        }
        if (this == UNKNOWN || other == UNKNOWN) {
            return UNKNOWN;
        }
        return this == TRUE ? other : this;
    }

    /** The contrary; what is unknown or broken stays so. */
    public Truth not() {
        return this == TRUE ? FALSE : this == FALSE ? TRUE : this;
    }

    /** True as soon as one of both is; false only if both are. */
    public Truth or(Truth other) {
        return not().and(other.not()).not();
    }
}
