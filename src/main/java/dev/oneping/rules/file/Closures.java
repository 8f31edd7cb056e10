package dev.oneping.rules.file;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelCall;
import dev.oneping.rules.Condition;
import dev.oneping.rules.EvaluationContext;
import dev.oneping.rules.Fact;
import dev.oneping.rules.Score;
import dev.oneping.rules.Truth;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Turns checked CEL into plain Java, for the part of it that {@link ClosureSubset} admits, which is what nearly all rules
 * are made of. The answers are those of CEL's own runtime, which needs many times as long; and since every device is asked
 * every rule, this is what a decision spends its time on.
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
        return situation -> {
            Object points = value.in(situation);
            return points == null ? Score.Points.UNKNOWN : Score.Points.of(((Number) points).doubleValue());
        };
    }

    /** What an expression amounts to; null when it is unknown. */
    private interface Value {
        @Nullable
        Object in(EvaluationContext situation);
    }

    private Condition logic(CelExpr expression) {
        if (expression.getKind() == CelExpr.ExprKind.Kind.CALL) {
            return logic(expression.call());
        }
        Value value = value(expression);
        return situation -> {
            Object truth = value.in(situation);
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
        return situation -> {
            Truth truth = left.test(situation);
            return truth == Truth.FALSE ? truth : truth.and(right.test(situation));
        };
    }

    private static Condition or(Condition left, Condition right) {
        return situation -> {
            Truth truth = left.test(situation);
            return truth == Truth.TRUE ? truth : truth.or(right.test(situation));
        };
    }

    private static Condition not(Condition condition) {
        return situation -> condition.test(situation).not();
    }

    private static Condition equal(Value left, Value right) {
        return situation -> {
            Object one = left.in(situation);
            Object other = right.in(situation);
            return one == null || other == null ? Truth.UNKNOWN : Truth.of(areEqual(one, other));
        };
    }

    /** CEL's equality: of doubles as IEEE 754 has it, unlike {@link Double#equals}. */
    private static boolean areEqual(Object one, Object other) {
        return one instanceof Double left && other instanceof Double right
                ? left.doubleValue() == right.doubleValue()
                : one.equals(other);
    }

    private Condition compare(CelOrdering order, Value left, CelExpr second) {
        if (second.getKind() == CelExpr.ExprKind.Kind.CONSTANT && constant(second) instanceof Double constant) {
            double bound = constant;
            return situation -> {
                Object one = left.in(situation);
                return one == null
                        ? Truth.UNKNOWN
                        : Truth.of(
                                one instanceof Double value
                                        ? order.holds(value.doubleValue(), bound)
                                        : order.holds(one, constant));
            };
        }
        Value right = value(second);
        return situation -> {
            Object one = left.in(situation);
            Object other = right.in(situation);
            return one == null || other == null ? Truth.UNKNOWN : Truth.of(order.holds(one, other));
        };
    }

    private Condition in(Value value, CelExpr list) {
        Set<Object> members =
                list.list().elements().stream().map(this::constant).collect(Collectors.toUnmodifiableSet());
        return situation -> {
            Object member = value.in(situation);
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
            return situation -> situation.value(fact);
        }
        Object constant = constant(expression);
        return situation -> constant;
    }

    private Value value(CelCall call) {
        return switch (call.function()) {
            case "_+_", "_-_", "_*_", "_/_" -> arithmetic(call);
            case "-_" -> negative(value(call.args().getFirst()));
            default -> truth(logic(call));
        };
    }

    /** One closure for each operator, so that the compiler of the JVM sees through each: scores are made of these. */
    private Value arithmetic(CelCall call) {
        Value left = value(call.args().getFirst());
        Value right = value(call.args().getLast());
        return switch (call.function()) {
            case "_+_" ->
                situation -> {
                    Object one = left.in(situation);
                    Object other = right.in(situation);
                    return one == null || other == null ? null : (Object) ((Double) one + (Double) other);
                };
            case "_-_" ->
                situation -> {
                    Object one = left.in(situation);
                    Object other = right.in(situation);
                    return one == null || other == null ? null : (Object) ((Double) one - (Double) other);
                };
            case "_*_" ->
                situation -> {
                    Object one = left.in(situation);
                    Object other = right.in(situation);
                    return one == null || other == null ? null : (Object) ((Double) one * (Double) other);
                };
            default ->
                situation -> {
                    Object one = left.in(situation);
                    Object other = right.in(situation);
                    return one == null || other == null ? null : (Object) ((Double) one / (Double) other);
                };
        };
    }

    private static Value negative(Value value) {
        return situation -> {
            Object known = value.in(situation);
            return known == null ? null : (Object) (-(Double) known);
        };
    }

    private static Value truth(Condition condition) {
        return situation -> switch (condition.test(situation)) {
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
