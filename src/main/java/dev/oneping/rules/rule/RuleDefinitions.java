package dev.oneping.rules.rule;

import dev.oneping.rules.explain.DecisionStage;
import dev.oneping.rules.expression.Freshness;
import dev.oneping.rules.expression.Key;
import dev.oneping.rules.expression.Score;
import dev.oneping.rules.time.Calendar;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The content of a rule file, with its expressions compiled. Lists are evaluated in order.
 *
 * @param freshness   the maximum age of observations
 * @param optOut      rules of the stage {@link DecisionStage#OPT_OUT}
 * @param preferences rules of the stage {@link DecisionStage#PREFERENCES}
 * @param quiet       rules of the stage {@link DecisionStage#QUIET}
 * @param limits      rules of the stage {@link DecisionStage#LIMITS}
 * @param choosePolicy rules of the stage {@link DecisionStage#POLICY}: the name of the policy to follow
 * @param manner      rules of the stage {@link DecisionStage#MANNER}
 * @param collapse    the keys by which a notification supersedes an older one
 * @param digest      the digest rules
 * @param calendars   the calendars by name
 * @param context     rules of the stage {@link DecisionStage#CONTEXT}
 * @param scores      rules of the stage {@link DecisionStage#SCORES}
 * @param logOdds     what rules add to the log-odds of a device where the policy chooses by chance
 * @param policies    the escalation policies by name; {@link Policy#DEFAULT} must be among them
 * @param otherwise   the effect on a notification without an available device
 */
public record RuleDefinitions(
        Freshness freshness,
        List<Rule<Gate>> optOut,
        List<Rule<Gate>> preferences,
        List<Rule<Gate>> quiet,
        List<Rule<Limit>> limits,
        List<Rule<Filter>> context,
        List<Rule<Score>> scores,
        List<Rule<Score>> logOdds,
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
        logOdds = List.copyOf(logOdds);
        choosePolicy = List.copyOf(choosePolicy);
        manner = List.copyOf(manner);
        collapse = List.copyOf(collapse);
        digest = List.copyOf(digest);
        calendars = Map.copyOf(calendars);
        policies = Map.copyOf(policies);
        if (!policies.containsKey(Policy.DEFAULT)) {
            throw new IllegalArgumentException("policies must contain one named '" + Policy.DEFAULT + "'");
        }
    }

    /** Creates definitions of the sections that most rule sets consist of. */
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
                List.of(),
                Map.of(),
                policies,
                otherwise);
    }

    /** A copy without the rule of that name. */
    public RuleDefinitions without(String rule) {
        return new RuleDefinitions(
                freshness,
                excluding(rule, optOut),
                excluding(rule, preferences),
                excluding(rule, quiet),
                excluding(rule, limits),
                excluding(rule, context),
                excluding(rule, scores),
                excluding(rule, logOdds),
                excluding(rule, choosePolicy),
                excluding(rule, manner),
                excluding(rule, collapse),
                excluding(rule, digest),
                calendars,
                policies,
                otherwise);
    }

    /** The names of all rules. */
    public List<String> names() {
        return Stream.of(
                        collapse,
                        digest,
                        optOut,
                        preferences,
                        quiet,
                        limits,
                        context,
                        choosePolicy,
                        scores,
                        logOdds,
                        manner)
                .flatMap(List::stream)
                .map(Rule::name)
                .toList();
    }

    private static <T> List<Rule<T>> excluding(String rule, List<Rule<T>> rules) {
        return rules.stream().filter(each -> !each.name().equals(rule)).toList();
    }
}
