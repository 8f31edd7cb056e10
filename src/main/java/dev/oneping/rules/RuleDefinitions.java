package dev.oneping.rules;

import dev.oneping.rules.time.Calendar;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A rule file as data: everything in it, with its expressions already compiled. The lists are asked in their order.
 *
 * @param freshness   how old an observation may be
 * @param optOut      rules of the stage {@link DecisionStage#OPT_OUT}
 * @param preferences rules of the stage {@link DecisionStage#PREFERENCES}
 * @param quiet       rules of the stage {@link DecisionStage#QUIET}
 * @param limits      rules of the stage {@link DecisionStage#LIMITS}
 * @param choosePolicy rules of the stage {@link DecisionStage#POLICY}: the name of the policy to follow
 * @param manner      rules of the stage {@link DecisionStage#MANNER}
 * @param collapse    by what key a notification takes the place of an older one
 * @param digest      what is gathered into one
 * @param calendars   the calendars by name
 * @param context     rules of the stage {@link DecisionStage#CONTEXT}
 * @param scores      rules of the stage {@link DecisionStage#SCORES}
 * @param policies    the escalation policies by name; {@link Policy#DEFAULT} must be among them
 * @param otherwise   what becomes of a notification that no device can take now
 */
public record RuleDefinitions(
        Freshness freshness,
        List<Rule<Gate>> optOut,
        List<Rule<Gate>> preferences,
        List<Rule<Gate>> quiet,
        List<Rule<Limit>> limits,
        List<Rule<Filter>> context,
        List<Rule<Score>> scores,
        List<Rule<String>> choosePolicy,
        List<Rule<Presentation>> manner,
        List<Rule<Key>> collapse,
        List<Rule<Digest>> digest,
        Map<String, Calendar> calendars,
        Map<String, Policy> policies,
        Otherwise otherwise) {
    public RuleDefinitions {
        optOut = List.copyOf(optOut);
        preferences = List.copyOf(preferences);
        quiet = List.copyOf(quiet);
        limits = List.copyOf(limits);
        context = List.copyOf(context);
        scores = List.copyOf(scores);
        choosePolicy = List.copyOf(choosePolicy);
        manner = List.copyOf(manner);
        collapse = List.copyOf(collapse);
        digest = List.copyOf(digest);
        calendars = Map.copyOf(calendars);
        policies = Map.copyOf(policies);
        if (!policies.containsKey(Policy.DEFAULT)) {
            throw new IllegalArgumentException("policies must have one that is named '" + Policy.DEFAULT + "'");
        }
    }

    /** The frame of the rules that most sets consist of. */
    public RuleDefinitions(
            Freshness freshness,
            List<Rule<Gate>> optOut,
            List<Rule<Gate>> preferences,
            List<Rule<Gate>> quiet,
            List<Rule<Filter>> context,
            List<Rule<Score>> scores,
            Map<String, Policy> policies,
            Otherwise otherwise) {
        this(
                freshness,
                optOut,
                preferences,
                quiet,
                List.of(),
                context,
                scores,
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                Map.of(),
                policies,
                otherwise);
    }

    /** The same but the rule of that name. */
    RuleDefinitions without(String rule) {
        return new RuleDefinitions(
                freshness,
                but(rule, optOut),
                but(rule, preferences),
                but(rule, quiet),
                but(rule, limits),
                but(rule, context),
                but(rule, scores),
                but(rule, choosePolicy),
                but(rule, manner),
                but(rule, collapse),
                but(rule, digest),
                calendars,
                policies,
                otherwise);
    }

    /** The names of all rules. */
    List<String> names() {
        return Stream.of(collapse, digest, optOut, preferences, quiet, limits, context, choosePolicy, scores, manner)
                .flatMap(List::stream)
                .map(Rule::name)
                .toList();
    }

    private static <T> List<Rule<T>> but(String rule, List<Rule<T>> rules) {
        return rules.stream().filter(each -> !each.name().equals(rule)).toList();
    }
}
