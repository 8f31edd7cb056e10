package dev.oneping.rules;

import dev.oneping.rules.explain.DecisionStage;
import dev.oneping.rules.explain.Explanation.RuleLine;
import dev.oneping.rules.explain.Verdict;
import dev.oneping.rules.expression.EvaluationContext;
import dev.oneping.rules.expression.Truth;
import dev.oneping.rules.rule.Instants;
import dev.oneping.rules.rule.Limit;
import dev.oneping.rules.rule.Rule;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The stage of budgets: computes a notification's costs, and checks whether the user's budgets cover them. */
record LimitStage(List<Rule<Limit>> limits) {

    LimitStage {
        limits = List.copyOf(limits);
    }

    /** The result of the stage. */
    sealed interface Result {

        /** The notification passes, with these costs by the names of the limits. */
        record Within(Map<String, Double> costs) implements Result {}

        /** A budget is exceeded. */
        record Over(Decision decision) implements Result {}
    }

    /** Evaluates the limits. Only the first attempt of a notification costs; later attempts are already paid. */
    Result pass(EvaluationContext context, ExplanationBuilder builder) {
        Map<String, Double> costs = new HashMap<>();
        List<RuleLine> lines = new ArrayList<>(limits.size());
        if (context.progress().attempts() > 0) {
            builder.stage(DecisionStage.LIMITS, "paid");
            return new Result.Within(costs);
        }
        for (Rule<Limit> rule : limits) {
            Verdict verdict = rule.verdict(context, false);
            if (!verdict.matches()) {
                lines.add(new RuleLine(rule.name(), verdict, null));
                continue;
            }
            double cost = rule.then().costIn(context);
            Verdict judged = judged(rule, cost, context, verdict);
            lines.add(new RuleLine(rule.name(), judged, cost));
            if (judged.matches()) {
                builder.stage(DecisionStage.LIMITS, rule.name(), lines);
                return new Result.Over(decision(rule, cost, context));
            }
            costs.put(rule.name(), cost);
        }
        builder.stage(DecisionStage.LIMITS, "passed", lines);
        return new Result.Within(costs);
    }

    private static Verdict judged(Rule<Limit> rule, double cost, EvaluationContext context, Verdict matched) {
        Limit limit = rule.then();
        if (!limit.isOver(rule.name(), cost, context)) {
            return Verdict.WITHIN;
        }
        return switch (limit.over()) {
            case Limit.Over.Suppress() -> matched;
            case Limit.Over.Hold hold when !context.now().isBefore(hold.deadline(context)) -> Verdict.OVERDUE;
            case Limit.Over.Hold hold when isReleased(hold, context) -> Verdict.RELEASED;
            case Limit.Over.Hold ignored -> matched;
        };
    }

    private static boolean isReleased(Limit.Over.Hold hold, EvaluationContext context) {
        Truth released = hold.release().test(context);
        return released == Truth.TRUE || (released == Truth.UNKNOWN && context.isCritical());
    }

    private static Decision decision(Rule<Limit> rule, double cost, EvaluationContext context) {
        return switch (rule.then().over()) {
            case Limit.Over.Suppress() -> new Decision.Suppress(rule.name());
            case Limit.Over.Hold hold -> {
                Instant free = rule.then().freeAt(rule.name(), cost, context);
                Instant latest = Instants.earlier(
                        hold.deadline(context), context.notification().expiresAt());
                yield new Decision.Hold(rule.name(), Instants.earlier(free, latest));
            }
        };
    }
}
