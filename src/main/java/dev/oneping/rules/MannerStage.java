package dev.oneping.rules;

import dev.oneping.rules.Explanation.RuleLine;
import java.util.ArrayList;
import java.util.List;

/** The stage that says how an attempt is made: the first rule that matches and says something of a thing settles that thing. */
record MannerStage(List<Rule<Manner>> rules) {

    MannerStage {
        rules = List.copyOf(rules);
    }

    /** What the rules say, for the device or the channel that was chosen. */
    Manner of(Situation situation, Trail trail) {
        if (rules.isEmpty()) {
            return Manner.OPEN;
        }
        Manner manner = Manner.OPEN;
        List<RuleLine> lines = new ArrayList<>(rules.size());
        for (Rule<Manner> rule : rules) {
            Verdict verdict = rule.verdict(situation);
            lines.add(new RuleLine(rule.name(), verdict, null));
            manner = verdict.matches() ? manner.or(rule.then()) : manner;
        }
        trail.stage(Stage.MANNER, manner.equals(Manner.OPEN) ? "policy" : "rules", lines);
        return manner;
    }
}
