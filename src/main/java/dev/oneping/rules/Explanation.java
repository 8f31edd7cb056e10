package dev.oneping.rules;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.oneping.model.DeviceId;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Why a decision is what it is, as plain records that can be stored, shown and compared. It holds no content and no exact
 * place; the reasons are stable codes.
 *
 * @param rules      the version of the rule set that decided
 * @param at         the instant of the decision
 * @param stages     the stages that were reached, in order; the last one made the decision
 * @param candidates every device, the best first; empty when the decision fell before any was looked at
 * @param facts      what was looked at of the notification, the person and the time, in no order
 * @param failures   how many rules broke while they were evaluated; each was skipped and is named where it was asked
 */
public record Explanation(
        String rules,
        Instant at,
        List<StageLine> stages,
        List<CandidateLine> candidates,
        List<FactLine> facts,
        int failures) {
    public Explanation {
        stages = List.copyOf(stages);
        candidates = List.copyOf(candidates);
        facts = List.copyOf(facts);
    }

    /**
     * What one stage found.
     *
     * @param stage  which
     * @param reason a stable code: the name of the rule that settled the stage, or what the stage itself found
     * @param rules  the rules that were asked, in order; those after the one that settled the stage were not
     */
    public record StageLine(DecisionStage stage, String reason, List<RuleLine> rules) {
        public StageLine {
            rules = List.copyOf(rules);
        }
    }

    /**
     * What one rule said.
     *
     * @param rule    its name
     * @param verdict what came of asking it
     * @param points  what it added to a score; null for a rule that scores nothing
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record RuleLine(
            String rule, Verdict verdict, @Nullable Double points) {}

    /**
     * What became of one device.
     *
     * @param device     its name
     * @param fate       what became of it
     * @param reason     a stable code: why
     * @param attention  what it was taken to have of the person's attention
     * @param confidence how sure that was, 0 to 1
     * @param score      the sum of its points; null when it never came to be scored
     * @param rules      the rules that bore on it; a rule about devices that is not listed did not match
     * @param facts      what was looked at of it
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record CandidateLine(
            DeviceId device,
            Fate fate,
            String reason,
            AttentionState attention,
            double confidence,
            @Nullable Double score,
            List<RuleLine> rules,
            List<FactLine> facts) {
        public CandidateLine {
            rules = List.copyOf(rules);
            facts = List.copyOf(facts);
        }

        CandidateLine with(List<FactLine> looked) {
            return new CandidateLine(device, fate, reason, attention, confidence, score, rules, looked);
        }
    }

    /**
     * A fact that was looked at.
     *
     * @param fact  its name
     * @param value what it said; null where nobody knew, and {@link #HIDDEN} where it could tell a place or content
     */
    public record FactLine(String fact, @Nullable Object value) {

        /** Stands for what is known, but not told. */
        public static final String HIDDEN = "(not shown)";
    }

    /** What became of a device in a decision. */
    public enum Fate {
        /** It gets the notification. */
        CHOSEN,
        /** Another device suits better. */
        LOST,
        /** A rule took it out of the choice. */
        EXCLUDED,
        /** It could not be a candidate: it is not online, or was already tried. */
        UNAVAILABLE;

        private final String code = name().toLowerCase(Locale.ROOT);

        /** The name in explanations, for example {@code chosen}. */
        @JsonValue
        public String code() {
            return code;
        }
    }
}
