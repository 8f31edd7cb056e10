package dev.oneping.rules.explain;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** The result of evaluating one rule. */
public enum Verdict {
    /** Its condition holds. */
    MATCHED,
    /** Its condition is unknown, which counts as a match. */
    MATCHED_UNKNOWN,
    /** Its condition does not hold. */
    NOT_MATCHED,
    /** Its condition is unknown, so it has no effect. */
    UNKNOWN,
    /** Its condition holds, but its {@code at_most} has passed, so it has no effect. */
    OVERDUE,
    /** Its condition holds, but so does its {@code deliver_when}, so it has no effect. */
    RELEASED,
    /** Its condition holds and there is budget left, so it only adds its cost. */
    WITHIN,
    /**
     * Its target is the rest of the group, but there is no group, or all members are notified already, so it is
     * skipped.
     */
    NOBODY_ELSE,
    /** Its evaluation failed, so it has no effect; see {@link Explanation#failures}. */
    FAILED;

    private final String code = name().toLowerCase(Locale.ROOT);

    /** The name in explanations, for example {@code not_matched}. */
    @JsonValue
    public String code() {
        return code;
    }

    public boolean matches() {
        return this == MATCHED || this == MATCHED_UNKNOWN;
    }
}
