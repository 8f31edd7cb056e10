package dev.oneping.rules;

import dev.oneping.rules.explain.DecisionStage;
import dev.oneping.rules.explain.Explanation;
import dev.oneping.rules.explain.Explanation.CandidateLine;
import dev.oneping.rules.explain.Explanation.FactLine;
import dev.oneping.rules.explain.Explanation.Fate;
import dev.oneping.rules.explain.Explanation.RuleLine;
import dev.oneping.rules.explain.Explanation.StageLine;
import dev.oneping.rules.explain.Verdict;
import dev.oneping.rules.expression.EvaluationContext;
import dev.oneping.rules.fact.DeviceFacts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Builds the explanation during a decision. Confined to one decision and one thread. */
final class ExplanationBuilder {

    private final String rules;
    private final Instant at;
    private final List<StageLine> stages = new ArrayList<>(DecisionStage.values().length);
    private final List<CandidateLine> candidates = new ArrayList<>();
    private final List<FactLine> concluded = new ArrayList<>(2);
    private int failures;

    ExplanationBuilder(String rules, Instant at) {
        this.rules = rules;
        this.at = at;
    }

    void stage(DecisionStage stage, String reason, List<RuleLine> lines) {
        stages.add(new StageLine(stage, reason, lines));
        countFailures(lines);
    }

    void stage(DecisionStage stage, String reason) {
        stages.add(new StageLine(stage, reason, List.of()));
    }

    void candidate(CandidateLine line) {
        candidates.add(line);
        countFailures(line.rules());
    }

    /** Adds a device that is offline. */
    void offline(DeviceFacts device) {
        candidates.add(new CandidateLine(
                device.id(),
                Fate.UNAVAILABLE,
                "offline",
                device.attention(),
                device.confidence(),
                null,
                null,
                List.of(),
                List.of()));
    }

    /** Adds a fact that was concluded during the decision. */
    void fact(String name, double value) {
        concluded.add(new FactLine(name, value));
    }

    /** Updates the chosen device with the facts used since it was chosen. */
    void chosen(EvaluationContext from) {
        candidates.replaceAll(line -> line.fate() == Fate.CHOSEN ? line.with(from.used()) : line);
    }

    /** Builds the explanation, with the devices sorted by result and within that in insertion order. */
    Explanation explanation(EvaluationContext context) {
        candidates.sort(Comparator.comparing(CandidateLine::fate));
        List<FactLine> facts = context.used();
        facts.addAll(concluded);
        return new Explanation(rules, at, stages, candidates, facts, failures);
    }

    private void countFailures(List<RuleLine> lines) {
        for (RuleLine line : lines) {
            if (line.verdict() == Verdict.FAILED) {
                failures++;
            }
        }
    }
}
