package dev.oneping.rules.file.cel;

import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime.Program;
import dev.oneping.rules.expression.Condition;
import dev.oneping.rules.expression.EvaluationContext;
import dev.oneping.rules.expression.Truth;

/** A condition that CEL evaluates. */
record CelCondition(Program program, Vocabulary vocabulary) implements Condition {
    @Override
    public Truth test(EvaluationContext context) {
        try {
            return program.eval(new CelFacts(context, vocabulary)) instanceof Boolean value
                    ? Truth.of(value)
                    : Truth.UNKNOWN;
        } catch (CelEvaluationException broken) {
            return Truth.FAILED;
        }
    }
}
