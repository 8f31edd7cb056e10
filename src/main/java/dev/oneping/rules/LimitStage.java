package dev.oneping.rules;

import dev.oneping.rules.Explanation.RuleLine;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The stage of budgets: what a notification costs, and whether the person can be asked for that much more now. */
record LimitStage(List<Rule<Limit>> limits) {

    LimitStage {
        limits = List.copyOf(limits);
    }

    /** What came of it. */
    sealed interface Result {

        /** It may go on, and costs this by the names of the limits. */
        record Within(Map<String, Double> costs) implements Result {}

        /** It is too much. */
        record Over(Decision decision) implements Result {}
    }

    /** A notification costs when it first reaches for the person; what is already begun has paid. */
    Result pass(EvaluationContext situation, ExplanationBuilder trail) {
        Map<String, Double> costs = new HashMap<>();
        List<RuleLine> lines = new ArrayList<>(limits.size());
        if (situation.progress().attempts() > 0) {
            trail.stage(DecisionStage.LIMITS, "paid");
            return new Result.Within(costs);
        }
        for (Rule<Limit> rule : limits) {
            Verdict verdict = rule.verdict(situation, false);
            if (!verdict.matches()) {
                lines.add(new RuleLine(rule.name(), verdict, null));
                continue;
            }
            double cost = rule.then().costIn(situation);
            Verdict judged = judged(rule, cost, situation, verdict);
            lines.add(new RuleLine(rule.name(), judged, cost));
            if (judged.matches()) {
                trail.stage(DecisionStage.LIMITS, rule.name(), lines);
                return new Result.Over(decision(rule, cost, situation));
            }
            costs.put(rule.name(), cost);
        }
        trail.stage(DecisionStage.LIMITS, "passed", lines);
        return new Result.Within(costs);
    }

    private static Verdict judged(Rule<Limit> rule, double cost, EvaluationContext situation, Verdict matched) {
        Limit limit = rule.then();
        if (!limit.isOver(rule.name(), cost, situation)) {
            return Verdict.WITHIN;
        }
        return switch (limit.over()) {
            case Limit.Over.Suppress() -> matched;
            case Limit.Over.Hold hold when !situation.now().isBefore(hold.deadline(situation)) -> Verdict.OVERDUE;
            case Limit.Over.Hold hold when isReleased(hold, situation) -> Verdict.RELEASED;
            case Limit.Over.Hold ignored -> matched;
        };
    }

    private static boolean isReleased(Limit.Over.Hold hold, EvaluationContext situation) {
        Truth released = hold.release().test(situation);
        return released == Truth.TRUE || (released == Truth.UNKNOWN && situation.isCritical());
    }

    private static Decision decision(Rule<Limit> rule, double cost, EvaluationContext situation) {
        return switch (rule.then().over()) {
            case Limit.Over.Suppress() -> new Decision.Suppress(rule.name());
            case Limit.Over.Hold hold -> {
                Instant free = rule.then().freeAt(rule.name(), cost, situation);
                Instant latest = Instants.earlier(
                        hold.deadline(situation), situation.notification().expiresAt());
                yield new Decision.Hold(rule.name(), Instants.earlier(free, latest));
            }
        };
    }
}
