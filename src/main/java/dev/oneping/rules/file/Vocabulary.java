package dev.oneping.rules.file;

import dev.oneping.rules.ValueType;
import dev.oneping.rules.Variable;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The names that an expression can use. */
final class Vocabulary {

    /** Every fact by its name. */
    static final Map<String, Variable> VARIABLES =
            Arrays.stream(Variable.values()).collect(Collectors.toUnmodifiableMap(Variable::path, Function.identity()));

    /** Every constant by its name. */
    static final Map<String, Object> CONSTANTS = ValueType.allConstants();

    private Vocabulary() {}

    /** What a constant stands for. */
    static Object constant(String name) {
        return Objects.requireNonNull(CONSTANTS.get(name), name);
    }

    /** The facts that can be named about a notification as a whole, or about each device too. */
    static List<Variable> variables(boolean ofDevice) {
        return Arrays.stream(Variable.values())
                .filter(variable -> ofDevice || !variable.ofDevice())
                .toList();
    }

    /** All names that can stand there. */
    static List<String> names(boolean ofDevice) {
        return Stream.concat(variables(ofDevice).stream().map(Variable::path), CONSTANTS.keySet().stream())
                .toList();
    }
}
