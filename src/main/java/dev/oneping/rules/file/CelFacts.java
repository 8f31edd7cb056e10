package dev.oneping.rules.file;

import dev.cel.runtime.CelAttribute;
import dev.cel.runtime.CelUnknownSet;
import dev.cel.runtime.CelVariableResolver;
import dev.oneping.rules.Situation;
import dev.oneping.rules.Variable;
import java.util.Optional;

/** A situation as CEL sees it. What nobody knows is CEL's own unknown, which its operators carry on as Kleene's logic says. */
record CelFacts(Situation situation) implements CelVariableResolver {

    private static final Optional<Object> UNKNOWN = Optional.of(CelUnknownSet.create(CelAttribute.EMPTY));

    @Override
    public Optional<Object> find(String name) {
        Variable variable = Vocabulary.VARIABLES.get(name);
        if (variable == null) {
            return Optional.ofNullable(Vocabulary.CONSTANTS.get(name));
        }
        Object value = situation.value(variable);
        return value == null ? UNKNOWN : Optional.of(value);
    }
}
