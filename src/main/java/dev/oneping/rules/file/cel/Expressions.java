package dev.oneping.rules.file.cel;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.types.CelType;
import dev.cel.common.types.SimpleType;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime.Program;
import dev.oneping.rules.expression.Condition;
import dev.oneping.rules.expression.Key;
import dev.oneping.rules.expression.Score;
import dev.oneping.rules.file.source.Located.Scalar;
import dev.oneping.rules.file.source.RuleFileProblems;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Compiles and type-checks the expressions of one file, and reports compile errors at their positions in the file. */
public final class Expressions {

    private final Vocabulary vocabulary;
    private final RuleFileProblems problems;
    private final Set<String> names = new HashSet<>();

    public Expressions(Vocabulary vocabulary, RuleFileProblems problems) {
        this.vocabulary = vocabulary;
        this.problems = problems;
    }

    /** The names of the facts and constants used so far. */
    public Set<String> names() {
        return Set.copyOf(names);
    }

    /** Compiles a boolean expression. */
    public Optional<Condition> condition(Scalar expression, ExpressionScope scope) {
        return checked(expression, scope, Set.of(SimpleType.BOOL), "true or false")
                .flatMap(tree -> ClosureSubset.holds(tree, vocabulary)
                        ? Optional.of(Closures.condition(tree, vocabulary))
                        : program(expression, tree).map(program -> new CelCondition(program, vocabulary)));
    }

    /** Compiles a numeric expression. */
    public Optional<Score> score(Scalar expression, ExpressionScope scope) {
        if (expression.json().isNumber()) {
            Score.Points constant = Score.Points.of(expression.json().doubleValue());
            return Optional.of(context -> constant);
        }
        return checked(expression, scope, Set.of(SimpleType.INT, SimpleType.DOUBLE), "a number")
                .flatMap(tree -> ClosureSubset.holds(tree, vocabulary)
                        ? Optional.of(Closures.score(tree, vocabulary))
                        : program(expression, tree).map(program -> new CelScore(program, vocabulary)));
    }

    /** Compiles a string expression. */
    public Optional<Key> key(Scalar expression) {
        return checked(expression, ExpressionScope.EVENT, Set.of(SimpleType.STRING), "text")
                .flatMap(tree -> program(expression, tree).map(program -> new CelKey(program, vocabulary)));
    }

    private Optional<CelAbstractSyntaxTree> checked(
            Scalar expression, ExpressionScope scope, Set<CelType> expected, String expectedName) {
        CelValidationResult result = vocabulary.compiler(scope).compile(expression.text());
        if (result.hasError()) {
            report(expression, result, scope);
            return Optional.empty();
        }
        CelAbstractSyntaxTree tree = tree(result);
        tree.getReferenceMap().values().forEach(reference -> names.add(reference.name()));
        if (!expected.contains(tree.getResultType())) {
            String found = tree.getResultType().name();
            problems.add(expression.at(), "this has type %s, but must be %s".formatted(found, expectedName));
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
            throw new IllegalStateException("the expression passed the type check", impossible);
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
