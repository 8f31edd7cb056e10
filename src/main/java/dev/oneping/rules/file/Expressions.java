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
import dev.oneping.rules.Key;
import dev.oneping.rules.Score;
import dev.oneping.rules.file.Located.Scalar;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Compiles and type-checks the expressions of one file; what does not compile is a problem at its place in the file. */
final class Expressions {

    private final Vocabulary vocabulary;
    private final RuleFileProblems problems;
    private final Set<String> named = new HashSet<>();

    Expressions(Vocabulary vocabulary, RuleFileProblems problems) {
        this.vocabulary = vocabulary;
        this.problems = problems;
    }

    /** The facts and constants that were named so far. */
    Set<String> named() {
        return Set.copyOf(named);
    }

    /** Compiles what must be true or false. */
    Optional<Condition> condition(Scalar expression, ExpressionScope scope) {
        return checked(expression, scope, Set.of(SimpleType.BOOL), "true or false")
                .flatMap(tree -> ClosureSubset.holds(tree, vocabulary)
                        ? Optional.of(Closures.condition(tree, vocabulary))
                        : program(expression, tree).map(program -> new CelCondition(program, vocabulary)));
    }

    /** Compiles what must be a number. */
    Optional<Score> score(Scalar expression, ExpressionScope scope) {
        if (expression.json().isNumber()) {
            Score.Points constant = Score.Points.of(expression.json().doubleValue());
            return Optional.of(situation -> constant);
        }
        return checked(expression, scope, Set.of(SimpleType.INT, SimpleType.DOUBLE), "a number")
                .flatMap(tree -> ClosureSubset.holds(tree, vocabulary)
                        ? Optional.of(Closures.score(tree, vocabulary))
                        : program(expression, tree).map(program -> new CelScore(program, vocabulary)));
    }

    /** Compiles what must be text. */
    Optional<Key> key(Scalar expression) {
        return checked(expression, ExpressionScope.EVENT, Set.of(SimpleType.STRING), "text")
                .flatMap(tree -> program(expression, tree).map(program -> new CelKey(program, vocabulary)));
    }

    private Optional<CelAbstractSyntaxTree> checked(
            Scalar expression, ExpressionScope scope, Set<CelType> wanted, String wantedName) {
        CelValidationResult result = vocabulary.compiler(scope).compile(expression.text());
        if (result.hasError()) {
            report(expression, result, scope);
            return Optional.empty();
        }
        CelAbstractSyntaxTree tree = tree(result);
        tree.getReferenceMap().values().forEach(reference -> named.add(reference.name()));
        if (!wanted.contains(tree.getResultType())) {
            String found = tree.getResultType().name();
            problems.add(expression.at(), "this is of type %s, but must be %s".formatted(found, wantedName));
            return Optional.empty();
        }
        return Optional.of(tree);
    }

    private void report(Scalar expression, CelValidationResult checked, ExpressionScope scope) {
        ExpressionPlaces places = new ExpressionPlaces(expression, problems.source());
        for (CelIssue issue : checked.getErrors()) {
            int offset = places.offset(
                    issue.getSourceLocation().getLine(),
                    issue.getSourceLocation().getColumn());
            CelComplaint complaint = CelComplaint.of(issue.getMessage(), places.rest(offset), scope, vocabulary);
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
