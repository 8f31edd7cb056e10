package dev.oneping.rules.file.cel;

import dev.cel.runtime.CelAttribute;
import dev.cel.runtime.CelUnknownSet;
import dev.cel.runtime.CelVariableResolver;
import dev.oneping.rules.expression.EvaluationContext;
import dev.oneping.rules.expression.Fact;
import java.util.Optional;

/**
 * The CEL variable resolver for an evaluation context. Unknown facts become CEL's own unknown, which its operators
 * propagate by Kleene's logic.
 */
record CelFacts(EvaluationContext context, Vocabulary vocabulary) implements CelVariableResolver {

    private static final Optional<Object> UNKNOWN = Optional.of(CelUnknownSet.create(CelAttribute.EMPTY));

    @Override
    public Optional<Object> find(String name) {
        Fact fact = vocabulary.fact(name);
        if (fact == null) {
            return Optional.ofNullable(Vocabulary.CONSTANTS.get(name));
        }
        Object value = context.value(fact);
        return value == null ? UNKNOWN : Optional.of(value);
    }
}
