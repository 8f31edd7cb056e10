package dev.oneping.rules;

import dev.oneping.rules.explain.DecisionStage;
import dev.oneping.rules.explain.Explanation.RuleLine;
import dev.oneping.rules.explain.Verdict;
import dev.oneping.rules.expression.EvaluationContext;
import dev.oneping.rules.rule.Presentation;
import dev.oneping.rules.rule.Rule;
import java.util.ArrayList;
import java.util.List;

/** The stage that sets the presentation of an attempt: for each value, the first matching rule that sets it decides. */
record PresentationStage(List<Rule<Presentation>> rules) {

    PresentationStage {
        rules = List.copyOf(rules);
    }

    /** Evaluates the rules for a device that may be chosen, without a line in the explanation. */
    Presentation quietly(EvaluationContext context) {
        Presentation manner = Presentation.OPEN;
        for (int i = 0; i < rules.size(); i++) {
            Rule<Presentation> rule = rules.get(i);
            manner = rule.verdict(context).matches() ? manner.or(rule.then()) : manner;
        }
        return manner;
    }

    /** Evaluates the rules for the chosen device or channel. */
    Presentation of(EvaluationContext context, ExplanationBuilder builder) {
        if (rules.isEmpty()) {
            return Presentation.OPEN;
        }
        Presentation manner = Presentation.OPEN;
        List<RuleLine> lines = new ArrayList<>(rules.size());
        for (Rule<Presentation> rule : rules) {
            Verdict verdict = rule.verdict(context);
            lines.add(new RuleLine(rule.name(), verdict, null));
            manner = verdict.matches() ? manner.or(rule.then()) : manner;
        }
        builder.stage(DecisionStage.MANNER, manner.equals(Presentation.OPEN) ? "policy" : "rules", lines);
        return manner;
    }
}
