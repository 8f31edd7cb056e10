package dev.oneping.rules.file.cel;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelCall;
import dev.oneping.rules.expression.Condition;
import dev.oneping.rules.expression.EvaluationContext;
import dev.oneping.rules.expression.Fact;
import dev.oneping.rules.expression.Score;
import dev.oneping.rules.expression.Truth;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Compiles type-checked CEL into Java closures, for the subset that {@link ClosureSubset} admits, which covers nearly
 * all rules. The results equal those of CEL's own runtime, which is many times slower; since every rule is evaluated
 * for every device, expressions dominate the time of a decision.
 */
final class Closures {

    private final CelAbstractSyntaxTree tree;

    private final Vocabulary vocabulary;

    private Closures(CelAbstractSyntaxTree tree, Vocabulary vocabulary) {
        this.tree = tree;
        this.vocabulary = vocabulary;
    }

    static Condition condition(CelAbstractSyntaxTree tree, Vocabulary vocabulary) {
        return new Closures(tree, vocabulary).logic(tree.getExpr());
    }

    static Score score(CelAbstractSyntaxTree tree, Vocabulary vocabulary) {
        Value value = new Closures(tree, vocabulary).value(tree.getExpr());
        return context -> {
            Object points = value.in(context);
            return points == null ? Score.Points.UNKNOWN : Score.Points.of(((Number) points).doubleValue());
        };
    }

    /** A compiled expression; its value is null if unknown. */
    private interface Value {
        @Nullable
        Object in(EvaluationContext context);
    }

    private Condition logic(CelExpr expression) {
        if (expression.getKind() == CelExpr.ExprKind.Kind.CALL) {
            return logic(expression.call());
        }
        Value value = value(expression);
        return context -> {
            Object truth = value.in(context);
            return truth == null ? Truth.UNKNOWN : Truth.of((Boolean) truth);
        };
    }

    private Condition logic(CelCall call) {
        CelExpr first = call.args().getFirst();
        CelExpr last = call.args().getLast();
        return switch (call.function()) {
            case "_&&_" -> and(logic(first), logic(last));
            case "_||_" -> or(logic(first), logic(last));
            case "!_" -> not(logic(first));
            case "_==_" -> equal(value(first), value(last));
            case "_!=_" -> not(equal(value(first), value(last)));
            case "@in" -> in(value(first), last);
            default -> compare(order(call.function()), value(first), last);
        };
    }

    private static Condition and(Condition left, Condition right) {
        return context -> {
            Truth truth = left.test(context);
            return truth == Truth.FALSE ? truth : truth.and(right.test(context));
        };
    }

    private static Condition or(Condition left, Condition right) {
        return context -> {
            Truth truth = left.test(context);
            return truth == Truth.TRUE ? truth : truth.or(right.test(context));
        };
    }

    private static Condition not(Condition condition) {
        return context -> condition.test(context).not();
    }

    private static Condition equal(Value left, Value right) {
        return context -> {
            Object one = left.in(context);
            Object other = right.in(context);
            return one == null || other == null ? Truth.UNKNOWN : Truth.of(areEqual(one, other));
        };
    }

    /** CEL's equality, which follows IEEE 754 for doubles, unlike {@link Double#equals}. */
    private static boolean areEqual(Object one, Object other) {
        return one instanceof Double left && other instanceof Double right
                ? left.doubleValue() == right.doubleValue()
                : one.equals(other);
    }

    private Condition compare(CelOrdering order, Value left, CelExpr second) {
        if (second.getKind() == CelExpr.ExprKind.Kind.CONSTANT && constant(second) instanceof Double constant) {
            double bound = constant;
            return context -> {
                Object one = left.in(context);
                return one == null
                        ? Truth.UNKNOWN
                        : Truth.of(
                                one instanceof Double value
                                        ? order.holds(value.doubleValue(), bound)
                                        : order.holds(one, constant));
            };
        }
        Value right = value(second);
        return context -> {
            Object one = left.in(context);
            Object other = right.in(context);
            return one == null || other == null ? Truth.UNKNOWN : Truth.of(order.holds(one, other));
        };
    }

    private Condition in(Value value, CelExpr list) {
        Set<Object> members =
                list.list().elements().stream().map(this::constant).collect(Collectors.toUnmodifiableSet());
        return context -> {
            Object member = value.in(context);
            return member == null ? Truth.UNKNOWN : Truth.of(members.contains(member));
        };
    }

    private Value value(CelExpr expression) {
        if (expression.getKind() == CelExpr.ExprKind.Kind.CALL) {
            return value(expression.call());
        }
        Fact fact = expression.getKind() == CelExpr.ExprKind.Kind.CONSTANT
                ? null
                : vocabulary.fact(tree.getReferenceOrThrow(expression.id()).name());
        if (fact != null) {
            return context -> context.value(fact);
        }
        Object constant = constant(expression);
        return context -> constant;
    }

    private Value value(CelCall call) {
        return switch (call.function()) {
            case "_+_", "_-_", "_*_", "_/_" -> arithmetic(call);
            case "-_" -> negative(value(call.args().getFirst()));
            default -> truth(logic(call));
        };
    }

    /**
     * Creates a separate closure for each operator, so that the JIT compiler can inline it; scores consist of these.
     */
    private Value arithmetic(CelCall call) {
        Value left = value(call.args().getFirst());
        Value right = value(call.args().getLast());
        return switch (call.function()) {
            case "_+_" ->
                context -> {
                    Object one = left.in(context);
                    Object other = right.in(context);
                    return one == null || other == null ? null : (Object) ((Double) one + (Double) other);
                };
            case "_-_" ->
                context -> {
                    Object one = left.in(context);
                    Object other = right.in(context);
                    return one == null || other == null ? null : (Object) ((Double) one - (Double) other);
                };
            case "_*_" ->
                context -> {
                    Object one = left.in(context);
                    Object other = right.in(context);
                    return one == null || other == null ? null : (Object) ((Double) one * (Double) other);
                };
            default ->
                context -> {
                    Object one = left.in(context);
                    Object other = right.in(context);
                    return one == null || other == null ? null : (Object) ((Double) one / (Double) other);
                };
        };
    }

    private static Value negative(Value value) {
        return context -> {
            Object known = value.in(context);
            return known == null ? null : (Object) (-(Double) known);
        };
    }

    private static Value truth(Condition condition) {
        return context -> switch (condition.test(context)) {
            case TRUE -> true;
            case FALSE -> false;
            case UNKNOWN, FAILED -> null;
        };
    }

    private Object constant(CelExpr expression) {
        if (expression.getKind() != CelExpr.ExprKind.Kind.CONSTANT) {
            return Vocabulary.constant(tree.getReferenceOrThrow(expression.id()).name());
        }
        CelConstant constant = expression.constant();
        return switch (constant.getKind()) {
            case BOOLEAN_VALUE -> constant.booleanValue();
            case INT64_VALUE -> constant.int64Value();
            case DOUBLE_VALUE -> constant.doubleValue();
            case STRING_VALUE -> constant.stringValue();
            default -> throw new IllegalArgumentException(constant + " is not in the subset");
        };
    }

    private static CelOrdering order(String function) {
        return Arrays.stream(CelOrdering.values())
                .filter(order -> order.function().equals(function))
                .findFirst()
                .orElseThrow();
    }
}
