package dev.oneping.rules;

/** What a condition says of a situation. Unknown is a value of its own, and is neither yes nor no. */
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
}
