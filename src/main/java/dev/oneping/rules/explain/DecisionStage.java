package dev.oneping.rules.explain;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** The stages of a decision in their fixed order: cheap and certain checks first, presence last. */
public enum DecisionStage {
    /** Has the notification expired? */
    EXPIRY,
    /** Did the user opt out or mute? */
    OPT_OUT,
    /** Does the user want this category? */
    PREFERENCES,
    /** May the user be disturbed now? */
    QUIET,
    /** Is the app's {@code deliver_when} condition met? */
    WAIT,
    /** Is it collected into a digest? */
    COLLECT,
    /** Is there budget left for interrupting the user? */
    LIMITS,
    /** Which devices are online and not yet tried? */
    CANDIDATES,
    /** Which devices do the rules on context exclude? */
    CONTEXT,
    /** Which policy applies? */
    POLICY,
    /** Which step of the policy is next? */
    ESCALATION,
    /** How many points does each remaining device get? */
    SCORES,
    /** Which device is chosen? */
    PICK,
    /** How much of the content is shown, and may it ring? */
    MANNER,
    /** How long may the user take to respond? */
    ACK_WINDOW,
    /** What happens if no device is left? */
    OTHERWISE;

    private final String code = name().toLowerCase(Locale.ROOT);

    /** The name in explanations and in rule files, for example {@code opt_out}. */
    @JsonValue
    public String code() {
        return code;
    }
}
