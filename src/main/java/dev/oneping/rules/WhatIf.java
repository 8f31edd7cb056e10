package dev.oneping.rules;

import dev.oneping.rules.explain.Explanation;
import dev.oneping.rules.explain.Explanation.RuleLine;
import dev.oneping.rules.explain.Verdict;
import dev.oneping.rules.fact.Facts;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Determines which rules a decision depends on, by evaluating it again without each relevant rule in turn. */
public final class WhatIf {

    private WhatIf() {}

    /**
     * A rule without which the decision would differ.
     *
     * @param without the rule
     * @param instead the other decision in a few words, for example {@code deliver to phone}
     */
    public record Change(String without, String instead) {}

    /** The rules that the decision depends on, in evaluation order. */
    public static List<Change> of(RuleSet rules, Facts facts) {
        Decided decided = rules.decide(facts);
        String now = words(decided.decision());
        List<Change> changes = new ArrayList<>();
        for (String rule : relevantRules(decided.explanation())) {
            String instead = words(rules.without(rule).decide(facts).decision());
            if (!instead.equals(now)) {
                changes.add(new Change(rule, instead));
            }
        }
        return changes;
    }

    /** A decision in a few words. */
    public static String words(Decision decision) {
        return switch (decision) {
            case Decision.Deliver deliver ->
                "deliver to " + words(deliver.target()) + (deliver.ring() ? ", ringing" : ", silently") + ", "
                        + deliver.variant().name().toLowerCase(Locale.ROOT) + ", for "
                        + deliver.window().length().toSeconds() + " s";
            case Decision.Hold hold -> "hold because of " + hold.reason() + " until " + hold.until();
            case Decision.Suppress suppress -> "suppress because of " + suppress.reason();
            case Decision.Exhaust exhaust -> "end because of " + exhaust.reason();
            case Decision.Expire expire -> "expire";
        };
    }

    private static String words(DecisionTarget target) {
        return switch (target) {
            case DecisionTarget.OnDevice onDevice -> onDevice.device().value();
            case DecisionTarget.OnPush onPush -> onPush.device().value() + " by push";
            case DecisionTarget.OnChannel onChannel -> "channel " + onChannel.channel();
            case DecisionTarget.Everyone everyone -> "everyone";
        };
    }

    private static Set<String> relevantRules(Explanation explanation) {
        Set<String> names = new LinkedHashSet<>();
        explanation.stages().forEach(stage -> addRelevant(stage.rules(), names));
        explanation.candidates().forEach(line -> addRelevant(line.rules(), names));
        return names;
    }

    private static void addRelevant(List<RuleLine> lines, Set<String> names) {
        for (RuleLine line : lines) {
            if (line.verdict() != Verdict.NOT_MATCHED && line.verdict() != Verdict.UNKNOWN) {
                names.add(line.rule());
            }
        }
    }
}
