package dev.oneping.rules.file;

import dev.oneping.rules.expression.AnyDevice;
import dev.oneping.rules.expression.Condition;
import dev.oneping.rules.expression.Key;
import dev.oneping.rules.expression.Score;
import dev.oneping.rules.expression.Variable;
import dev.oneping.rules.file.cel.ExpressionScope;
import dev.oneping.rules.file.cel.Expressions;
import dev.oneping.rules.file.cel.Vocabulary;
import dev.oneping.rules.file.source.Interruption;
import dev.oneping.rules.file.source.Located;
import dev.oneping.rules.file.source.Located.Mapping;
import dev.oneping.rules.file.source.Located.Scalar;
import dev.oneping.rules.file.source.Position;
import dev.oneping.rules.file.source.RuleFileProblems;
import dev.oneping.rules.rule.HistoryNeeds;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * All compiled expressions of a file. It accepts invalid files too, so that errors in expressions are reported
 * together with errors in the structure.
 */
final class CompiledExpressions {

    private static final List<String> NUMBERS = List.of("score", "log_odds", "cost");

    private final Expressions expressions;
    private final Map<Position, Condition> conditions = new HashMap<>();
    private final Map<Position, Score> scores = new HashMap<>();
    private final Map<Position, Key> keys = new HashMap<>();

    private CompiledExpressions(Expressions expressions) {
        this.expressions = expressions;
    }

    static CompiledExpressions of(Located root, RuleFileProblems problems) {
        CompiledExpressions compiled = new CompiledExpressions(new Expressions(Vocabulary.of(root), problems));
        for (Section section : Section.values()) {
            section.rulesOf(root).forEach(rule -> compiled.compile(rule, section.scope()));
        }
        PolicyReader.stepsOf(root).forEach(step -> compiled.compile(step, ExpressionScope.WHOLE));
        return compiled;
    }

    /** The history that the rules need. */
    HistoryNeeds historyNeeds(Located root) {
        Set<String> names = expressions.names();
        boolean learns = root.json().path("learn").asBoolean(true);
        return new HistoryNeeds(
                !root.json().path("limits").isEmpty() || names.stream().anyMatch(name -> name.startsWith("history.")),
                learns
                        && (PolicyReader.chooseByChance(root)
                                || names.contains(Variable.DEVICE_ACK_CHANCE.path())
                                || names.contains(Variable.DEVICE_LAST_ACK_SECONDS.path())));
    }

    /** The condition of a rule; always true if it has none. */
    Condition conditionOf(Mapping rule) {
        return conditionOf(rule, "when").orElse(Condition.ALWAYS);
    }

    /** The condition in a field of a rule; empty if the field is absent. */
    Optional<Condition> conditionOf(Mapping rule, String field) {
        return rule.get(field).map(when -> Objects.requireNonNull(conditions.get(when.at()), field));
    }

    /** The number in a field of a rule; empty if the field is absent. */
    Optional<Score> scoreOf(Mapping rule, String field) {
        return rule.get(field).map(score -> Objects.requireNonNull(scores.get(score.at()), field));
    }

    Key keyOf(Mapping rule) {
        return rule.get("key")
                .map(key -> Objects.requireNonNull(keys.get(key.at()), "key"))
                .orElseThrow();
    }

    private void compile(Mapping rule, ExpressionScope scope) {
        Interruption.check();
        compileCondition(rule, "when", scope);
        compileCondition(rule, "flush", scope);
        if (rule.get("deliver_when").orElse(null) instanceof Scalar until
                && !until.json().isNumber()) {
            boolean ofDevice = until.text().contains("device.");
            expressions
                    .condition(until, ofDevice ? ExpressionScope.DEVICE : ExpressionScope.WHOLE)
                    .map(condition -> ofDevice ? new AnyDevice(condition) : condition)
                    .ifPresent(condition -> conditions.put(until.at(), condition));
        }
        for (String field : NUMBERS) {
            if (rule.get(field).orElse(null) instanceof Scalar score) {
                expressions.score(score, scope).ifPresent(points -> scores.put(score.at(), points));
            }
        }
        if (rule.get("key").orElse(null) instanceof Scalar key) {
            expressions.key(key).ifPresent(compiled -> keys.put(key.at(), compiled));
        }
    }

    private void compileCondition(Mapping rule, String field, ExpressionScope scope) {
        if (rule.get(field).orElse(null) instanceof Scalar when && !when.json().isNumber()) {
            expressions.condition(when, scope).ifPresent(condition -> conditions.put(when.at(), condition));
        }
    }
}
