package dev.oneping.rules.file.cel;

import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime.Program;
import dev.oneping.rules.expression.EvaluationContext;
import dev.oneping.rules.expression.Score;

/** A score that CEL evaluates. */
record CelScore(Program program, Vocabulary vocabulary) implements Score {
    @Override
    public Points of(EvaluationContext context) {
        try {
            Object value = program.eval(new CelFacts(context, vocabulary));
            return value instanceof Number number ? Points.of(number.doubleValue()) : Points.UNKNOWN;
        } catch (CelEvaluationException broken) {
            return Points.FAILED;
        }
    }
}
