package dev.oneping.rules.explain;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import dev.oneping.model.DeviceId;
import dev.oneping.rules.chance.ChanceModel;
import dev.oneping.rules.fact.AttentionState;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The explanation of a decision, as plain records that can be stored, shown and compared. It contains no notification
 * content and no exact location; the reasons are stable codes.
 *
 * @param rules      the version of the rule set
 * @param at         the instant of the decision
 * @param stages     the stages that were reached, in order; the last one made the decision
 * @param candidates every device, the best first; empty if the decision was made before devices were considered
 * @param facts      the facts used about the notification, the user and the time, in no particular order
 * @param failures   the number of rules whose evaluation failed; each was skipped and is listed at its stage
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
     * The result of one stage.
     *
     * @param stage  the stage
     * @param reason a stable code: the name of the deciding rule, or the stage's own result
     * @param rules  the rules evaluated, in order, up to the deciding one
     */
    public record StageLine(DecisionStage stage, String reason, List<RuleLine> rules) {
        public StageLine {
            rules = List.copyOf(rules);
        }
    }

    /**
     * The result of one rule.
     *
     * @param rule    its name
     * @param verdict the result of its evaluation
     * @param points  the points it added to a score; null for other kinds of rules
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record RuleLine(
            String rule, Verdict verdict, @Nullable Double points) {}

    /**
     * The result for one device.
     *
     * @param device     its name
     * @param fate       the result
     * @param reason     the reason, a stable code
     * @param attention  the assumed attention of the user
     * @param confidence the confidence of that, 0 to 1
     * @param score      the sum of its points; null if it was not scored
     * @param chance     its chance; null if the policy has steps
     * @param rules      the rules that affected it; a rule about devices that is not listed did not match
     * @param facts      the facts used about it
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record CandidateLine(
            DeviceId device,
            Fate fate,
            String reason,
            AttentionState attention,
            double confidence,
            @Nullable Double score,
            @Nullable ChanceLine chance,
            List<RuleLine> rules,
            List<FactLine> facts) {
        public CandidateLine {
            rules = List.copyOf(rules);
            facts = List.copyOf(facts);
        }

        public CandidateLine with(List<FactLine> facts) {
            return new CandidateLine(device, fate, reason, attention, confidence, score, chance, rules, facts);
        }

        public CandidateLine with(ChanceLine chance) {
            return new CandidateLine(device, fate, reason, attention, confidence, score, chance, rules, facts);
        }
    }

    /**
     * The chance of a ring on a device.
     *
     * @param noticed  the probability that it is noticed within two minutes
     * @param seconds  the expected seconds until it is noticed, if it is
     * @param gain     the worth of the ring less its price, in log-seconds; null if it was not weighed
     * @param evidence the observations that made the chance, the strongest first
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record ChanceLine(
            double noticed, long seconds, @Nullable Double gain, List<ChanceModel.Evidence> evidence) {
        public ChanceLine {
            evidence = List.copyOf(evidence);
        }
    }

    /**
     * A fact that was used.
     *
     * @param fact  its name
     * @param value its value; null if unknown, and {@link #HIDDEN} if it could reveal a location or content
     */
    public record FactLine(String fact, @Nullable Object value) {

        /** The placeholder for a known value that is not shown. */
        public static final String HIDDEN = "(not shown)";
    }

    /** The result for a device in a decision. */
    public enum Fate {
        /** The device gets the notification. */
        CHOSEN,
        /** Another device ranked higher. */
        LOST,
        /** A rule excluded it. */
        EXCLUDED,
        /** It was no candidate: it is offline, or was already tried. */
        UNAVAILABLE;

        private final String code = name().toLowerCase(Locale.ROOT);

        /** The name in explanations, for example {@code chosen}. */
        @JsonValue
        public String code() {
            return code;
        }
    }
}
