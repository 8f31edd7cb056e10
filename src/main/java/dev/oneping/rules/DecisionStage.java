package dev.oneping.rules;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/**
 * The steps of a decision, in the order in which they are always taken: what is cheap and certain comes first, presence
 * comes last.
 */
public enum DecisionStage {
    /** Is it still wanted at all? */
    EXPIRY,
    /** Did the person opt out or mute? */
    OPT_OUT,
    /** Does the person want this category? */
    PREFERENCES,
    /** May the person be disturbed now? */
    QUIET,
    /** Does it wait for what its app asked for? */
    WAIT,
    /** Is it gathered with others, to be shown as one? */
    COLLECT,
    /** Is there a budget left for interrupting the person? */
    LIMITS,
    /** Which devices are there, and not yet tried? */
    CANDIDATES,
    /** Which of them do battery and network speak against? */
    CONTEXT,
    /** Which policy is followed? */
    POLICY,
    /** Which step of the policy is next? */
    ESCALATION,
    /** How well does each that is left suit? */
    SCORES,
    /** Which one is it? */
    PICK,
    /** How much of the content is shown, and may it ring? */
    MANNER,
    /** How long may the person take to answer? */
    ACK_WINDOW,
    /** What if no device is left? */
    OTHERWISE;

    private final String code = name().toLowerCase(Locale.ROOT);

    /** The name in explanations and in rule files, for example {@code opt_out}. */
    @JsonValue
    public String code() {
        return code;
    }
}
