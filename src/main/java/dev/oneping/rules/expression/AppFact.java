package dev.oneping.rules.expression;

import org.jspecify.annotations.Nullable;

/**
 * A fact that the app sends with a notification and the rule file declares.
 *
 * @param name the fact's name
 * @param type the declared type; a value of another type counts as unknown
 */
public record AppFact(String name, ValueType type) implements Fact {
    @Override
    public String path() {
        return "app." + name;
    }

    @Override
    public boolean ofDevice() {
        return false;
    }

    /** Returns false for strings, which could be content. */
    @Override
    public boolean showable() {
        return type != ValueType.STRING;
    }

    @Override
    public @Nullable Object read(EvaluationContext context) {
        Object value = context.notification().app().get(name);
        return switch (type) {
            case BOOL -> value instanceof Boolean ? value : null;
            case INT ->
                value instanceof Integer whole ? (Object) whole.longValue() : value instanceof Long ? value : null;
            case DOUBLE -> value instanceof Number number ? (Object) number.doubleValue() : null;
            case STRING -> value instanceof String ? value : null;
            case STRINGS, PRIORITY, ATTENTION, KIND, WEEKDAY -> null;
        };
    }
}
