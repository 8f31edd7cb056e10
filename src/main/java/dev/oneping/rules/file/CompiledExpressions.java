package dev.oneping.rules.file;

import dev.oneping.rules.Condition;
import dev.oneping.rules.Score;
import dev.oneping.rules.file.Located.Mapping;
import dev.oneping.rules.file.Located.Scalar;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * All expressions of a file, compiled. It takes the file as it is, sound or not, so that an author hears of a slip in an
 * expression together with a slip in the structure.
 */
final class CompiledExpressions {

    private final Expressions expressions;
    private final Map<Position, Condition> conditions = new HashMap<>();
    private final Map<Position, Score> scores = new HashMap<>();

    private CompiledExpressions(Expressions expressions) {
        this.expressions = expressions;
    }

    static CompiledExpressions of(Located root, Problems problems) {
        CompiledExpressions compiled = new CompiledExpressions(new Expressions(problems));
        for (Section section : Section.values()) {
            section.rulesOf(root).forEach(rule -> compiled.compile(rule, section.ofDevice()));
        }
        PolicyReader.stepsOf(root).forEach(step -> compiled.compile(step, false));
        return compiled;
    }

    /** The condition of a rule; one that has none always matches. */
    Condition conditionOf(Mapping rule) {
        return rule.get("when")
                .map(when -> Objects.requireNonNull(conditions.get(when.at()), "when"))
                .orElse(Condition.ALWAYS);
    }

    Score scoreOf(Mapping rule) {
        return rule.get("score")
                .map(score -> Objects.requireNonNull(scores.get(score.at()), "score"))
                .orElseThrow();
    }

    private void compile(Mapping rule, boolean ofDevice) {
        if (rule.get("when").orElse(null) instanceof Scalar when && !when.json().isNumber()) {
            expressions.condition(when, ofDevice).ifPresent(condition -> conditions.put(when.at(), condition));
        }
        if (rule.get("score").orElse(null) instanceof Scalar score) {
            expressions.score(score, ofDevice).ifPresent(points -> scores.put(score.at(), points));
        }
    }
}
