package dev.oneping.rules;

import dev.oneping.rules.explain.Explanation.CandidateLine;
import dev.oneping.rules.explain.Explanation.Fate;
import dev.oneping.rules.explain.Explanation.RuleLine;
import dev.oneping.rules.explain.Verdict;
import dev.oneping.rules.expression.EvaluationContext;
import dev.oneping.rules.expression.Score;
import dev.oneping.rules.fact.DeviceFacts;
import dev.oneping.rules.fact.NotificationFacts;
import dev.oneping.rules.rule.Filter;
import dev.oneping.rules.rule.Instants;
import dev.oneping.rules.rule.PolicyTarget;
import dev.oneping.rules.rule.Rule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A device under evaluation by filters and scores. Confined to one decision and one thread. */
final class Candidate {

    /**
     * Preferred devices first, then by score, latest input, latest change of attention, and name, so that the order
     * is total.
     */
    static final Comparator<Candidate> BEST_FIRST = Comparator.comparing(Candidate::isPreferred)
            .thenComparingDouble(Candidate::score)
            .reversed()
            .thenComparing(Candidate::lastInputAt, Comparator.reverseOrder())
            .thenComparing(candidate -> candidate.device.since(), Comparator.reverseOrder())
            .thenComparing(candidate -> candidate.device.id().value());

    private final EvaluationContext context;
    private final DeviceFacts device;
    private final List<RuleLine> lines = new ArrayList<>();
    private DeviceSelection.@Nullable Excluded exclusion;
    private boolean preferred;
    private @Nullable Double score;

    Candidate(EvaluationContext context, DeviceFacts device) {
        this.context = context.at(device);
        this.device = device;
    }

    /** Applies the filters in order; the first that matches decides. */
    void filter(List<Rule<Filter>> filters) {
        for (Rule<Filter> rule : filters) {
            Verdict verdict = verdict(rule);
            addLine(rule.name(), verdict, null);
            if (verdict.matches()) {
                exclusion = switch (rule.then()) {
                    case Filter.Allow allow -> null;
                    case Filter.Prefer prefer -> null;
                    case Filter.Exclude exclude ->
                        new DeviceSelection.Excluded(rule.name(), endOf(exclude), exclude.permanent());
                };
                preferred = rule.then() instanceof Filter.Prefer;
                return;
            }
        }
    }

    boolean isPreferred() {
        return preferred;
    }

    /** The reason for which the device cannot be chosen, and its end; null if it can. */
    DeviceSelection.@Nullable Excluded exclusion() {
        return exclusion;
    }

    /** Computes the sum of all matching scores, once. */
    void computeScore(List<Rule<Score>> scores) {
        if (score != null) {
            return;
        }
        score = sum(scores);
    }

    /** Computes the sum of all matching rules, which add points or log-odds. */
    double sum(List<Rule<Score>> rules) {
        double sum = 0;
        for (Rule<Score> rule : rules) {
            Verdict verdict = rule.verdict(context);
            if (verdict.matches()) {
                Score.Points points = rule.then().of(context);
                sum += points.value();
                addLine(rule.name(), verdictOf(points, verdict), points.value());
            } else {
                addLine(rule.name(), verdict, null);
            }
        }
        return sum;
    }

    /** Returns whether a step admits the device; for a critical notification, also if that is unknown. */
    boolean isAdmitted(PolicyTarget.OfDevices to) {
        return switch (to.admits(device)) {
            case TRUE -> true;
            case UNKNOWN -> context.isCritical();
            case FALSE, FAILED -> false;
        };
    }

    double score() {
        return score == null ? 0 : score;
    }

    EvaluationContext context() {
        return context;
    }

    DeviceFacts device() {
        return device;
    }

    CandidateLine line(Fate fate, String reason) {
        return new CandidateLine(
                device.id(), fate, reason, device.attention(), device.confidence(), score, null, lines, context.used());
    }

    private Verdict verdict(Rule<Filter> rule) {
        Verdict verdict = rule.verdict(context, !(rule.then() instanceof Filter.Exclude));
        boolean overdue = verdict.matches()
                && rule.then() instanceof Filter.Exclude exclude
                && !context.now().isBefore(endOf(exclude));
        return overdue ? Verdict.OVERDUE : verdict;
    }

    private Instant endOf(Filter.Exclude exclude) {
        NotificationFacts notification = context.notification();
        return exclude.atMost() == null
                ? notification.expiresAt()
                : Instants.earlier(notification.createdAt().plus(exclude.atMost()), notification.expiresAt());
    }

    private Instant lastInputAt() {
        return device.lastInputAt() == null ? Instant.MIN : device.lastInputAt();
    }

    private static Verdict verdictOf(Score.Points points, Verdict matched) {
        return switch (points.truth()) {
            case TRUE, FALSE -> matched;
            case UNKNOWN -> Verdict.UNKNOWN;
            case FAILED -> Verdict.FAILED;
        };
    }

    private void addLine(String rule, Verdict verdict, @Nullable Double points) {
        if (verdict != Verdict.NOT_MATCHED) {
            lines.add(new RuleLine(rule, verdict, points));
        }
    }
}
