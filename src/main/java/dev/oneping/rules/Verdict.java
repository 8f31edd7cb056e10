package dev.oneping.rules;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What came of asking one rule. */
public enum Verdict {
    /** Its condition holds. */
    MATCHED,
    /** Its condition is unknown, and it takes that for a match. */
    MATCHED_UNKNOWN,
    /** Its condition does not hold. */
    NOT_MATCHED,
    /** Its condition is unknown, so it does nothing. */
    UNKNOWN,
    /** Its condition holds, but its {@code at_most} is over, so it does nothing any more. */
    OVERDUE,
    /** Its condition holds, but what it waits for has come, so it does nothing. */
    RELEASED,
    /** Its condition holds, and there is budget left, so it only counts. */
    WITHIN,
    /** It asks everyone in a group, but it went to one person alone, or all are asked already; so it is passed over. */
    NOBODY_ELSE,
    /** It broke while it was evaluated, so it does nothing; see {@link Explanation#failures}. */
    FAILED;

    private final String code = name().toLowerCase(Locale.ROOT);

    /** The name in explanations, for example {@code not_matched}. */
    @JsonValue
    public String code() {
        return code;
    }

    boolean matches() {
        return this == MATCHED || this == MATCHED_UNKNOWN;
    }
}
