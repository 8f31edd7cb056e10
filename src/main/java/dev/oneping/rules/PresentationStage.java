package dev.oneping.rules;

import dev.oneping.rules.Explanation.RuleLine;
import java.util.ArrayList;
import java.util.List;

/** The stage that says how an attempt is made: the first rule that matches and says something of a thing settles that thing. */
record PresentationStage(List<Rule<Presentation>> rules) {

    PresentationStage {
        rules = List.copyOf(rules);
    }

    /** What the rules say, for the device or the channel that was chosen. */
    Presentation of(EvaluationContext situation, ExplanationBuilder trail) {
        if (rules.isEmpty()) {
            return Presentation.OPEN;
        }
        Presentation manner = Presentation.OPEN;
        List<RuleLine> lines = new ArrayList<>(rules.size());
        for (Rule<Presentation> rule : rules) {
            Verdict verdict = rule.verdict(situation);
            lines.add(new RuleLine(rule.name(), verdict, null));
            manner = verdict.matches() ? manner.or(rule.then()) : manner;
        }
        trail.stage(DecisionStage.MANNER, manner.equals(Presentation.OPEN) ? "policy" : "rules", lines);
        return manner;
    }
}
