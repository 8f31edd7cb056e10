package dev.oneping.rules.file.cel;

import dev.oneping.rules.expression.Fact;
import dev.oneping.rules.expression.ValueType;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Well-typed expressions by chance, over the whole vocabulary, inside and outside of what closures can do. */
public final class RandomExpressions {

    private static final List<String> TEXTS = List.of("''", "'chat'", "'wifi'", "'web'", "'phone'", "'d1'");
    private static final List<String> DOUBLES = List.of("0.0", "0.15", "0.5", "1.0", "60.0", "-1.5", "3600.0");
    private static final List<String> INTS = List.of("0", "1", "2", "7", "12", "23", "-3");

    private static final List<ValueType> CLOSED = Arrays.stream(ValueType.values())
            .filter(type -> type != ValueType.STRINGS)
            .toList();

    private final Random random;
    private final boolean ofDevice;

    public RandomExpressions(Random random, boolean ofDevice) {
        this.random = random;
        this.ofDevice = ofDevice;
    }

    public String condition() {
        return truth(4);
    }

    String number() {
        return of(ValueType.DOUBLE, 3);
    }

    private String truth(int depth) {
        if (depth == 0) {
            return leaf(ValueType.BOOL);
        }
        return switch (random.nextInt(9)) {
            case 0, 1 -> "(%s && %s)".formatted(truth(depth - 1), truth(depth - 1));
            case 2, 3 -> "(%s || %s)".formatted(truth(depth - 1), truth(depth - 1));
            case 4 -> "!" + truth(depth - 1);
            case 5 -> "(%s ? %s : %s)".formatted(truth(depth - 1), truth(depth - 1), truth(depth - 1));
            case 6 -> equality(depth);
            case 7 -> order(depth);
            default -> membership();
        };
    }

    private String equality(int depth) {
        ValueType type = any(CLOSED);
        return "(%s %s %s)".formatted(of(type, depth - 1), any(List.of("==", "!=")), of(type, depth - 1));
    }

    private String order(int depth) {
        String operator = any(List.of("<", "<=", ">", ">="));
        ValueType left = any(List.of(ValueType.INT, ValueType.DOUBLE, ValueType.PRIORITY));
        ValueType right = left == ValueType.PRIORITY ? left : any(List.of(ValueType.INT, ValueType.DOUBLE));
        return "(%s %s %s)".formatted(of(left, depth - 1), operator, of(right, depth - 1));
    }

    private String membership() {
        if (ofDevice && random.nextInt(6) == 0) {
            return "(%s in device.capabilities)".formatted(leaf(ValueType.STRING));
        }
        ValueType type = any(List.of(ValueType.STRING, ValueType.INT, ValueType.PRIORITY, ValueType.WEEKDAY));
        return "(%s in [%s, %s])".formatted(leaf(type), constant(type), constant(type));
    }

    private String of(ValueType type, int depth) {
        if (depth <= 0 || random.nextBoolean()) {
            return leaf(type);
        }
        return switch (type) {
            case BOOL -> truth(depth - 1);
            case DOUBLE -> "(%s %s %s)".formatted(of(type, depth - 1), any(List.of("+", "-", "*", "/")), leaf(type));
            case INT -> "(%s %s %s)".formatted(of(type, depth - 1), any(List.of("+", "-", "*", "/", "%")), leaf(type));
            case STRING, STRINGS, PRIORITY, ATTENTION, KIND, WEEKDAY -> leaf(type);
        };
    }

    private String leaf(ValueType type) {
        List<String> variables =
                Vocabulary.STANDARD.facts(ofDevice ? ExpressionScope.DEVICE : ExpressionScope.WHOLE).stream()
                        .filter(variable -> variable.type() == type)
                        .map(Fact::path)
                        .toList();
        return variables.isEmpty() || random.nextInt(3) == 0 ? constant(type) : any(variables);
    }

    private String constant(ValueType type) {
        return switch (type) {
            case BOOL -> any(List.of("true", "false"));
            case INT -> any(INTS);
            case DOUBLE -> any(DOUBLES);
            case STRING -> any(TEXTS);
            case STRINGS -> "['ring']";
            case PRIORITY, ATTENTION, KIND, WEEKDAY ->
                any(List.copyOf(type.constants().keySet()));
        };
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
