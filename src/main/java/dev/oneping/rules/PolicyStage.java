package dev.oneping.rules;

import dev.oneping.model.EscalationPosition;
import dev.oneping.rules.explain.DecisionStage;
import dev.oneping.rules.explain.Explanation.RuleLine;
import dev.oneping.rules.explain.Verdict;
import dev.oneping.rules.expression.EvaluationContext;
import dev.oneping.rules.rule.Policy;
import dev.oneping.rules.rule.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The stage that selects the policy: the one already in use, else the one that a rule chooses, else the requested
 * one.
 *
 * @param rules    the rules in order; the first match decides
 * @param policies the names of the existing policies
 */
record PolicyStage(List<Rule<String>> rules, Set<String> policies) {

    PolicyStage {
        rules = List.copyOf(rules);
        policies = Set.copyOf(policies);
    }

    /**
     * Selects a policy and returns its name.
     *
     * @param reaches whether a policy would find a target now
     */
    String pass(EvaluationContext context, ExplanationBuilder builder, Predicate<String> reaches) {
        EscalationPosition last = context.progress().last();
        if (last != null && policies.contains(last.policy())) {
            builder.stage(DecisionStage.POLICY, last.policy());
            return last.policy();
        }
        Options options = options(context);
        Option taken = context.isCritical() ? options.reaching(reaches) : options.first();
        builder.stage(DecisionStage.POLICY, taken.reason(), options.lines());
        return taken.policy();
    }

    private Options options(EvaluationContext context) {
        List<RuleLine> lines = new ArrayList<>(rules.size());
        List<Option> definite = new ArrayList<>(1);
        List<Option> possible = new ArrayList<>(0);
        for (Rule<String> rule : rules) {
            Verdict verdict = rule.verdict(context);
            lines.add(new RuleLine(rule.name(), verdict, null));
            if (verdict.matches()) {
                definite.add(new Option(rule.name(), rule.then()));
            } else if (verdict == Verdict.UNKNOWN) {
                possible.add(new Option(rule.name(), rule.then()));
            }
            if (verdict == Verdict.MATCHED || (verdict.matches() && !context.isCritical())) {
                return new Options(definite, possible, lines);
            }
        }
        definite.add(asked(context));
        return new Options(definite, possible, lines);
    }

    private Option asked(EvaluationContext context) {
        String asked = context.notification().policy();
        return policies.contains(asked) ? new Option("asked_for", asked) : new Option("unknown_policy", Policy.DEFAULT);
    }

    /** A policy that may apply, and the reason. */
    private record Option(String reason, String policy) {}

    /**
     * The policies that may apply while some conditions are unknown.
     *
     * @param definite the policies by the rules' treatment of unknown conditions, in order
     * @param possible the others
     */
    private record Options(List<Option> definite, List<Option> possible, List<RuleLine> lines) {

        Option first() {
            return definite.getFirst();
        }

        /**
         * The first policy that finds a target: a critical notification must not be delayed because the right policy
         * is unknown.
         */
        Option reaching(Predicate<String> reaches) {
            boolean sure = definite.size() == 1 && possible.isEmpty();
            return sure
                    ? first()
                    : firstOf(definite, reaches)
                            .or(() -> firstOf(possible, reaches))
                            .orElseGet(this::first);
        }

        private static Optional<Option> firstOf(List<Option> options, Predicate<String> reaches) {
            return options.stream()
                    .filter(option -> reaches.test(option.policy()))
                    .findFirst();
        }
    }
}
