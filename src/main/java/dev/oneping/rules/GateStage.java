package dev.oneping.rules;

import dev.oneping.rules.explain.DecisionStage;
import dev.oneping.rules.explain.Explanation.RuleLine;
import dev.oneping.rules.explain.Verdict;
import dev.oneping.rules.expression.Condition;
import dev.oneping.rules.expression.EvaluationContext;
import dev.oneping.rules.rule.Gate;
import dev.oneping.rules.rule.Instants;
import dev.oneping.rules.rule.Rule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A stage that lets a notification pass or ends the decision: its rules are evaluated in order, and the first match
 * decides.
 */
record GateStage(DecisionStage stage, List<Rule<Gate>> rules) {

    GateStage {
        rules = List.copyOf(rules);
    }

    /** Evaluates the stage; returns its decision, or empty if the notification passes. */
    Optional<Decision> pass(EvaluationContext context, ExplanationBuilder builder) {
        List<RuleLine> lines = new ArrayList<>(rules.size());
        for (Rule<Gate> rule : rules) {
            Verdict verdict = verdict(rule, context);
            lines.add(new RuleLine(rule.name(), verdict, null));
            if (verdict.matches()) {
                builder.stage(stage, rule.name(), lines);
                return outcome(rule, context);
            }
        }
        builder.stage(stage, "passed", lines);
        return Optional.empty();
    }

    private static Verdict verdict(Rule<Gate> rule, EvaluationContext context) {
        Verdict verdict = rule.verdict(context, rule.then() instanceof Gate.Allow);
        if (!verdict.matches() || !(rule.then() instanceof Gate.Hold hold)) {
            return verdict;
        }
        if (!context.now().isBefore(hold.deadline(context))) {
            return Verdict.OVERDUE;
        }
        return hold.deliverWhen() == null ? verdict : waiting(hold.deliverWhen(), context, verdict);
    }

    /**
     * The verdict of a hold with a release condition: it is released once the condition is known to hold. A condition that
     * nobody can tell keeps a notification waiting, unless it is critical: the same meaning as in the condition of a
     * request.
     */
    private static Verdict waiting(Condition release, EvaluationContext context, Verdict verdict) {
        return switch (release.test(context)) {
            case TRUE -> Verdict.RELEASED;
            case FALSE -> verdict;
            case FAILED -> Verdict.FAILED;
            case UNKNOWN -> context.isCritical() ? Verdict.UNKNOWN : Verdict.MATCHED_UNKNOWN;
        };
    }

    private static Optional<Decision> outcome(Rule<Gate> rule, EvaluationContext context) {
        return switch (rule.then()) {
            case Gate.Allow allow -> Optional.empty();
            case Gate.Suppress suppress -> Optional.of(new Decision.Suppress(rule.name()));
            case Gate.Hold hold -> Optional.of(new Decision.Hold(rule.name(), until(hold, context)));
        };
    }

    private static Instant until(Gate.Hold hold, EvaluationContext context) {
        Instant latest =
                Instants.earlier(hold.deadline(context), context.notification().expiresAt());
        return hold.until() == null
                ? latest
                : hold.until()
                        .in(context)
                        .map(end -> Instants.earlier(end, latest))
                        .orElse(latest);
    }
}
