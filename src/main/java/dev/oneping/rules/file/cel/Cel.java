package dev.oneping.rules.file.cel;

import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOptions;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.OpaqueType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelFunctionOverload.Binary;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.oneping.model.Priority;
import dev.oneping.rules.expression.Fact;
import dev.oneping.rules.expression.ValueType;
import java.util.List;
import java.util.Locale;

/**
 * The CEL environment for rules: facts are flat, typed variables, and closed types are opaque types, so that {@code
 * device.attention == high} is rejected at compile time. There are limits on all resources. Without macros there are
 * no loops, so the cost of an expression is bounded by its length and that of the lists of a device, which are short.
 */
final class Cel {

    private static final CelOptions LIMITS = CelOptions.current()
            .enableHeterogeneousNumericComparisons(true)
            .maxExpressionCodePointSize(1_000)
            .maxParseRecursionDepth(64)
            .maxParseExpressionNodeCount(500)
            .comprehensionMaxIterations(100)
            .maxRegexProgramSize(200)
            .build();

    private static final CelType PRIORITY = typeOf(ValueType.PRIORITY);

    /** The comparison operators for priorities; CEL defines no order for opaque types. */
    private static final List<Comparison> COMPARISONS = List.of(
            comparison("_<_", "less_priority", (left, right) -> left.compareTo(right) < 0),
            comparison("_<=_", "less_equals_priority", (left, right) -> left.compareTo(right) <= 0),
            comparison("_>_", "greater_priority", (left, right) -> left.compareTo(right) > 0),
            comparison("_>=_", "greater_equals_priority", (left, right) -> left.compareTo(right) >= 0));

    static final CelRuntime RUNTIME = CelRuntimeFactory.plannerRuntimeBuilder()
            .setOptions(LIMITS)
            .addFunctionBindings(COMPARISONS.stream().map(Comparison::binding).toList())
            .build();

    private Cel() {}

    /** A compiler for expressions over these facts and the constants of all types. */
    static CelCompiler compiler(List<Fact> facts) {
        CelCompilerBuilder builder = CelCompilerFactory.standardCelCompilerBuilder()
                .setOptions(LIMITS)
                .addFunctionDeclarations(
                        COMPARISONS.stream().map(Comparison::declaration).toList());
        facts.forEach(fact -> builder.addVar(fact.path(), typeOf(fact.type())));
        for (ValueType type : ValueType.values()) {
            type.constants().keySet().forEach(constant -> builder.addVar(constant, typeOf(type)));
        }
        return builder.build();
    }

    private static CelType typeOf(ValueType type) {
        return switch (type) {
            case BOOL -> SimpleType.BOOL;
            case INT -> SimpleType.INT;
            case DOUBLE -> SimpleType.DOUBLE;
            case STRING -> SimpleType.STRING;
            case STRINGS -> ListType.create(SimpleType.STRING);
            case PRIORITY, ATTENTION, KIND, WEEKDAY ->
                OpaqueType.create(type.name().toLowerCase(Locale.ROOT));
        };
    }

    private static Comparison comparison(String operator, String overload, Binary<Priority, Priority> holds) {
        return new Comparison(
                CelFunctionDecl.newFunctionDeclaration(
                        operator, CelOverloadDecl.newGlobalOverload(overload, SimpleType.BOOL, PRIORITY, PRIORITY)),
                CelFunctionBinding.from(overload, Priority.class, Priority.class, holds));
    }

    /** A comparison operator for priorities, with its declaration for the compiler and its binding for the runtime. */
    private record Comparison(CelFunctionDecl declaration, CelFunctionBinding binding) {}
}
