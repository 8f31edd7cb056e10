package dev.oneping.rules;

import java.util.List;
import java.util.Map;

/**
 * A rule file as data: everything in it, with its expressions already compiled. The lists are asked in their order.
 *
 * @param freshness   how old an observation may be
 * @param optOut      rules of the stage {@link Stage#OPT_OUT}
 * @param preferences rules of the stage {@link Stage#PREFERENCES}
 * @param quiet       rules of the stage {@link Stage#QUIET}
 * @param context     rules of the stage {@link Stage#CONTEXT}
 * @param scores      rules of the stage {@link Stage#SCORES}
 * @param policies    the escalation policies by name; {@link Policy#DEFAULT} must be among them
 * @param otherwise   what becomes of a notification that no device can take now
 */
public record Frame(
        Freshness freshness,
        List<Rule<Gate>> optOut,
        List<Rule<Gate>> preferences,
        List<Rule<Gate>> quiet,
        List<Rule<Filter>> context,
        List<Rule<Score>> scores,
        Map<String, Policy> policies,
        Otherwise otherwise) {
    public Frame {
        optOut = List.copyOf(optOut);
        preferences = List.copyOf(preferences);
        quiet = List.copyOf(quiet);
        context = List.copyOf(context);
        scores = List.copyOf(scores);
        policies = Map.copyOf(policies);
        if (!policies.containsKey(Policy.DEFAULT)) {
            throw new IllegalArgumentException("policies must have one that is named '" + Policy.DEFAULT + "'");
        }
    }
}
