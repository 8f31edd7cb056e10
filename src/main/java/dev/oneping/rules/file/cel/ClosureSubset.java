package dev.oneping.rules.file.cel;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelExpr.CelCall;
import dev.cel.common.ast.CelReference;
import dev.cel.common.types.CelKind;
import dev.cel.common.types.CelType;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The subset of CEL that {@link Closures} evaluates: facts, constants, logic, comparisons, membership in a list of
 * constants and arithmetic of doubles. None of it can fail. Other expressions are evaluated by CEL's own runtime.
 */
final class ClosureSubset {

    /** The bound up to which doubles represent integers exactly. */
    private static final long MAX_EXACT = 1L << 53;

    private static final Set<CelKind> NUMBERS = Set.of(CelKind.INT, CelKind.DOUBLE);
    private static final Set<CelKind> SCALARS =
            Set.of(CelKind.BOOL, CelKind.INT, CelKind.DOUBLE, CelKind.STRING, CelKind.OPAQUE);

    private final CelAbstractSyntaxTree tree;

    private final Vocabulary vocabulary;

    private ClosureSubset(CelAbstractSyntaxTree tree, Vocabulary vocabulary) {
        this.tree = tree;
        this.vocabulary = vocabulary;
    }

    static boolean holds(CelAbstractSyntaxTree tree, Vocabulary vocabulary) {
        return new ClosureSubset(tree, vocabulary).holds(tree.getExpr());
    }

    private boolean holds(CelExpr expression) {
        return switch (expression.getKind()) {
            case CONSTANT -> isPlain(expression.constant());
            case IDENT, SELECT -> isName(expression);
            case CALL -> holds(expression.call());
            default -> false;
        };
    }

    private boolean holds(CelCall call) {
        List<CelExpr> operands = call.args();
        if (call.target().isPresent()) {
            return false;
        }
        return switch (call.function()) {
            case "_&&_", "_||_", "!_" -> operands.stream().allMatch(this::holds);
            case "_==_", "_!=_" -> operands.stream().allMatch(each -> holds(each) && SCALARS.contains(kind(each)));
            case "_+_", "_-_", "_*_", "_/_", "-_" -> operands.stream().allMatch(each -> holds(each) && isDouble(each));
            case "@in" -> holds(operands.get(0)) && isListOfConstants(operands.get(1));
            default -> isOrder(call.function()) && operands.stream().allMatch(this::holds) && comparable(operands);
        };
    }

    private boolean isName(CelExpr expression) {
        Optional<String> name = tree.getReference(expression.id()).map(CelReference::name);
        return name.isPresent()
                && (vocabulary.fact(name.get()) != null || Vocabulary.CONSTANTS.containsKey(name.get()));
    }

    private boolean isListOfConstants(CelExpr expression) {
        return expression.getKind() == CelExpr.ExprKind.Kind.LIST
                && expression.list().optionalIndices().isEmpty()
                && expression.list().elements().stream().allMatch(this::isExactConstant);
    }

    /**
     * Returns whether the element is a constant for which Java's equality is CEL's. Doubles are excluded because of
     * the two zeros.
     */
    private boolean isExactConstant(CelExpr element) {
        boolean constant = element.getKind() == CelExpr.ExprKind.Kind.CONSTANT
                ? isPlain(element.constant())
                : tree.getReference(element.id())
                        .map(CelReference::name)
                        .filter(Vocabulary.CONSTANTS::containsKey)
                        .isPresent();
        return constant && SCALARS.contains(kind(element)) && !isDouble(element);
    }

    private boolean comparable(List<CelExpr> operands) {
        return operands.stream().allMatch(each -> NUMBERS.contains(kind(each)))
                || operands.stream().allMatch(each -> kind(each) == CelKind.OPAQUE);
    }

    private boolean isDouble(CelExpr expression) {
        return kind(expression) == CelKind.DOUBLE;
    }

    private CelKind kind(CelExpr expression) {
        return tree.getType(expression.id()).map(CelType::kind).orElse(CelKind.ERROR);
    }

    private static boolean isOrder(String function) {
        return Arrays.stream(CelOrdering.values())
                .anyMatch(order -> order.function().equals(function));
    }

    private static boolean isPlain(CelConstant constant) {
        return switch (constant.getKind()) {
            case BOOLEAN_VALUE, DOUBLE_VALUE, STRING_VALUE -> true;
            case INT64_VALUE -> constant.int64Value() > -MAX_EXACT && constant.int64Value() < MAX_EXACT;
            default -> false;
        };
    }
}
