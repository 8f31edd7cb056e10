package dev.oneping.rules;

import dev.oneping.rules.Explanation.CandidateLine;
import dev.oneping.rules.Explanation.Fate;
import dev.oneping.rules.Explanation.RuleLine;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An available device on its way through filters and scores. It lives within one decision and one thread. */
final class Candidate {

    /** The preferred first; then most points; then who was touched last, who changed last, and the name, so that the order is always total. */
    static final Comparator<Candidate> BEST_FIRST = Comparator.comparing(Candidate::isPreferred)
            .thenComparingDouble(Candidate::score)
            .reversed()
            .thenComparing(Candidate::lastInputAt, Comparator.reverseOrder())
            .thenComparing(contender -> contender.device.since(), Comparator.reverseOrder())
            .thenComparing(contender -> contender.device.id().value());

    private final EvaluationContext situation;
    private final DeviceFacts device;
    private final List<RuleLine> lines = new ArrayList<>();
    private DeviceSelection.@Nullable Excluded exclusion;
    private boolean preferred;
    private @Nullable Double score;

    Candidate(EvaluationContext situation, DeviceFacts device) {
        this.situation = situation.at(device);
        this.device = device;
    }

    /** Asks the filters in order; the first that matches settles it. */
    void filter(List<Rule<Filter>> filters) {
        for (Rule<Filter> rule : filters) {
            Verdict verdict = verdict(rule);
            note(rule.name(), verdict, null);
            if (verdict.matches()) {
                exclusion = switch (rule.then()) {
                    case Filter.Allow allow -> null;
                    case Filter.Prefer prefer -> null;
                    case Filter.Exclude exclude ->
                        new DeviceSelection.Excluded(rule.name(), endOf(exclude), exclude.forGood());
                };
                preferred = rule.then() instanceof Filter.Prefer;
                return;
            }
        }
    }

    boolean isPreferred() {
        return preferred;
    }

    /** Why the device cannot be chosen, and until when; null if it can. */
    DeviceSelection.@Nullable Excluded exclusion() {
        return exclusion;
    }

    /** Adds up the points of all scores that match, once. */
    void weigh(List<Rule<Score>> scores) {
        if (score != null) {
            return;
        }
        double sum = 0;
        for (Rule<Score> rule : scores) {
            Verdict verdict = rule.verdict(situation);
            if (verdict.matches()) {
                Score.Points points = rule.then().of(situation);
                sum += points.value();
                note(rule.name(), verdictOf(points, verdict), points.value());
            } else {
                note(rule.name(), verdict, null);
            }
        }
        score = sum;
    }

    /** Whether a step can mean the device; for a critical notification it can if nobody knows. */
    boolean isAdmitted(PolicyTarget.OfDevices to) {
        return switch (to.admits(device)) {
            case TRUE -> true;
            case UNKNOWN -> situation.isCritical();
            case FALSE, FAILED -> false;
        };
    }

    double score() {
        return score == null ? 0 : score;
    }

    EvaluationContext situation() {
        return situation;
    }

    DeviceFacts device() {
        return device;
    }

    CandidateLine line(Fate fate, String reason) {
        return new CandidateLine(
                device.id(), fate, reason, device.attention(), device.confidence(), score, lines, situation.used());
    }

    private Verdict verdict(Rule<Filter> rule) {
        Verdict verdict = rule.verdict(situation, !(rule.then() instanceof Filter.Exclude));
        boolean overdue = verdict.matches()
                && rule.then() instanceof Filter.Exclude exclude
                && !situation.now().isBefore(endOf(exclude));
        return overdue ? Verdict.OVERDUE : verdict;
    }

    private Instant endOf(Filter.Exclude exclude) {
        NotificationFacts notification = situation.notification();
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

    private void note(String rule, Verdict verdict, @Nullable Double points) {
        if (verdict != Verdict.NOT_MATCHED) {
            lines.add(new RuleLine(rule, verdict, points));
        }
    }
}
