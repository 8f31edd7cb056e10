package dev.oneping.rules;

import dev.oneping.rules.Explanation.RuleLine;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A stage that lets a notification through or ends the decision: its rules are asked in order, the first match settles it. */
record GateStage(DecisionStage stage, List<Rule<Gate>> rules) {

    GateStage {
        rules = List.copyOf(rules);
    }

    /** The decision that this stage makes; empty when the notification passes. */
    Optional<Decision> pass(EvaluationContext situation, ExplanationBuilder trail) {
        List<RuleLine> lines = new ArrayList<>(rules.size());
        for (Rule<Gate> rule : rules) {
            Verdict verdict = verdict(rule, situation);
            lines.add(new RuleLine(rule.name(), verdict, null));
            if (verdict.matches()) {
                trail.stage(stage, rule.name(), lines);
                return outcome(rule, situation);
            }
        }
        trail.stage(stage, "passed", lines);
        return Optional.empty();
    }

    private static Verdict verdict(Rule<Gate> rule, EvaluationContext situation) {
        Verdict verdict = rule.verdict(situation, rule.then() instanceof Gate.Allow);
        if (!verdict.matches() || !(rule.then() instanceof Gate.Hold hold)) {
            return verdict;
        }
        if (!situation.now().isBefore(hold.deadline(situation))) {
            return Verdict.OVERDUE;
        }
        return hold.deliverWhen() == null ? verdict : waiting(rule, hold.deliverWhen(), situation, verdict);
    }

    /** A hold that waits for something holds no more once that has come, nor when nobody can tell and it is to be skipped. */
    private static Verdict waiting(Rule<Gate> rule, Condition release, EvaluationContext situation, Verdict verdict) {
        return switch (release.test(situation)) {
            case TRUE -> Verdict.RELEASED;
            case FALSE -> verdict;
            case FAILED -> Verdict.FAILED;
            case UNKNOWN -> rule.isTakenForMatch(situation, false) ? Verdict.MATCHED_UNKNOWN : Verdict.UNKNOWN;
        };
    }

    private static Optional<Decision> outcome(Rule<Gate> rule, EvaluationContext situation) {
        return switch (rule.then()) {
            case Gate.Allow allow -> Optional.empty();
            case Gate.Suppress suppress -> Optional.of(new Decision.Suppress(rule.name()));
            case Gate.Hold hold -> Optional.of(new Decision.Hold(rule.name(), until(hold, situation)));
        };
    }

    private static Instant until(Gate.Hold hold, EvaluationContext situation) {
        Instant latest = Instants.earlier(
                hold.deadline(situation), situation.notification().expiresAt());
        return hold.until() == null
                ? latest
                : hold.until()
                        .in(situation)
                        .map(end -> Instants.earlier(end, latest))
                        .orElse(latest);
    }
}
