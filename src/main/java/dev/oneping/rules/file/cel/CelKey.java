package dev.oneping.rules.file.cel;

import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime.Program;
import dev.oneping.rules.expression.EvaluationContext;
import dev.oneping.rules.expression.Key;
import java.util.Optional;

/** A key that CEL evaluates. */
record CelKey(Program program, Vocabulary vocabulary) implements Key {
    @Override
    public Optional<String> of(EvaluationContext context) {
        try {
            return program.eval(new CelFacts(context, vocabulary)) instanceof String key && !key.isEmpty()
                    ? Optional.of(key.substring(0, Math.min(key.length(), MAX_LENGTH)))
                    : Optional.empty();
        } catch (CelEvaluationException broken) {
            return Optional.empty();
        }
    }
}
