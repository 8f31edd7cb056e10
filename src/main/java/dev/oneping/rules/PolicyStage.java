package dev.oneping.rules;

import dev.oneping.model.EscalationPosition;
import dev.oneping.rules.Explanation.RuleLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The stage that says which policy is followed: the one that is followed already, else the one that a rule chooses, else the
 * one that was asked for.
 *
 * @param rules    what chooses, the first match first
 * @param policies the names of those that there are
 */
record PolicyStage(List<Rule<String>> rules, Set<String> policies) {

    PolicyStage {
        rules = List.copyOf(rules);
        policies = Set.copyOf(policies);
    }

    /**
     * The name of the policy.
     *
     * @param reaches whether a policy would find somebody now
     */
    String pass(EvaluationContext situation, ExplanationBuilder trail, Predicate<String> reaches) {
        EscalationPosition last = situation.progress().last();
        if (last != null && policies.contains(last.policy())) {
            trail.stage(DecisionStage.POLICY, last.policy());
            return last.policy();
        }
        Options options = options(situation);
        Option taken = situation.isCritical() ? options.reaching(reaches) : options.first();
        trail.stage(DecisionStage.POLICY, taken.reason(), options.lines());
        return taken.policy();
    }

    private Options options(EvaluationContext situation) {
        List<RuleLine> lines = new ArrayList<>(rules.size());
        List<Option> meant = new ArrayList<>(1);
        List<Option> perhaps = new ArrayList<>(0);
        for (Rule<String> rule : rules) {
            Verdict verdict = rule.verdict(situation);
            lines.add(new RuleLine(rule.name(), verdict, null));
            if (verdict.matches()) {
                meant.add(new Option(rule.name(), rule.then()));
            } else if (verdict == Verdict.UNKNOWN) {
                perhaps.add(new Option(rule.name(), rule.then()));
            }
            if (verdict == Verdict.MATCHED || (verdict.matches() && !situation.isCritical())) {
                return new Options(meant, perhaps, lines);
            }
        }
        meant.add(asked(situation));
        return new Options(meant, perhaps, lines);
    }

    private Option asked(EvaluationContext situation) {
        String asked = situation.notification().policy();
        return policies.contains(asked) ? new Option("asked_for", asked) : new Option("unknown_policy", Policy.DEFAULT);
    }

    /** A policy that may be meant, and why. */
    private record Option(String reason, String policy) {}

    /**
     * The policies that come into question, as long as some conditions are unknown.
     *
     * @param meant   those that are as the rules take what is unknown, the first first
     * @param perhaps the others
     */
    private record Options(List<Option> meant, List<Option> perhaps, List<RuleLine> lines) {

        Option first() {
            return meant.getFirst();
        }

        /**
         * The first that finds somebody: what is critical must not be kept back because nobody knows which policy is the
         * right one.
         */
        Option reaching(Predicate<String> reaches) {
            boolean sure = meant.size() == 1 && perhaps.isEmpty();
            return sure
                    ? first()
                    : firstOf(meant, reaches)
                            .or(() -> firstOf(perhaps, reaches))
                            .orElseGet(this::first);
        }

        private static Optional<Option> firstOf(List<Option> options, Predicate<String> reaches) {
            return options.stream()
                    .filter(option -> reaches.test(option.policy()))
                    .findFirst();
        }
    }
}
