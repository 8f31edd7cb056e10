package dev.oneping.rules.file;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime.Program;
import dev.oneping.rules.Condition;
import dev.oneping.rules.Score;
import dev.oneping.rules.file.Located.Scalar;
import java.util.Optional;
import java.util.Set;

/** Compiles and type-checks the expressions of one file; what does not compile is a problem at its place in the file. */
final class Expressions {

    private final Problems problems;

    Expressions(Problems problems) {
        this.problems = problems;
    }

    /** Compiles what must be true or false. */
    Optional<Condition> condition(Scalar expression, boolean ofDevice) {
        return checked(expression, ofDevice, Set.of(SimpleType.BOOL), "true or false")
                .flatMap(tree -> ClosureSubset.holds(tree)
                        ? Optional.of(Closures.condition(tree))
                        : program(expression, tree).map(CelCondition::new));
    }

    /** Compiles what must be a number. */
    Optional<Score> score(Scalar expression, boolean ofDevice) {
        if (expression.json().isNumber()) {
            Score.Points constant = Score.Points.of(expression.json().doubleValue());
            return Optional.of(situation -> constant);
        }
        return checked(expression, ofDevice, Set.of(SimpleType.INT, SimpleType.DOUBLE), "a number")
                .flatMap(tree -> ClosureSubset.holds(tree)
                        ? Optional.of(Closures.score(tree))
                        : program(expression, tree).map(CelScore::new));
    }

    private Optional<CelAbstractSyntaxTree> checked(
            Scalar expression, boolean ofDevice, Set<CelType> wanted, String wantedName) {
        CelValidationResult result = (ofDevice ? Cel.DEVICE : Cel.WHOLE).compile(expression.text());
        if (result.hasError()) {
            report(expression, result, ofDevice);
            return Optional.empty();
        }
        CelAbstractSyntaxTree tree = tree(result);
        if (!wanted.contains(tree.getResultType())) {
            String found = tree.getResultType().name();
            problems.add(expression.at(), "this is of type %s, but must be %s".formatted(found, wantedName));
            return Optional.empty();
        }
        return Optional.of(tree);
    }

    private void report(Scalar expression, CelValidationResult checked, boolean ofDevice) {
        ExpressionPlaces places = new ExpressionPlaces(expression, problems.source());
        for (CelIssue issue : checked.getErrors()) {
            int offset = places.offset(
                    issue.getSourceLocation().getLine(),
                    issue.getSourceLocation().getColumn());
            CelComplaint complaint = CelComplaint.of(issue.getMessage(), places.rest(offset), ofDevice);
            problems.add(places.position(offset), complaint.message(), complaint.hint());
        }
    }

    private static CelAbstractSyntaxTree tree(CelValidationResult checked) {
        try {
            return checked.getAst();
        } catch (CelValidationException impossible) {
            throw new IllegalStateException("it was found sound", impossible);
        }
    }

    private Optional<Program> program(Scalar expression, CelAbstractSyntaxTree tree) {
        try {
            return Optional.of(Cel.RUNTIME.createProgram(tree));
        } catch (CelEvaluationException broken) {
            problems.add(expression.at(), "this cannot be evaluated: " + broken.getMessage());
            return Optional.empty();
        }
    }
}
