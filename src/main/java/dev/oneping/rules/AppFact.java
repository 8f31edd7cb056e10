package dev.oneping.rules;

import org.jspecify.annotations.Nullable;

/**
 * What the app says of a notification in its own words, which the rule file declares.
 *
 * @param name the app's word
 * @param type what it must be; a value of another type counts as unknown
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

    /** An app's text could be content. */
    @Override
    public boolean showable() {
        return type != ValueType.STRING;
    }

    @Override
    public @Nullable Object read(EvaluationContext situation) {
        Object said = situation.notification().app().get(name);
        return switch (type) {
            case BOOL -> said instanceof Boolean ? said : null;
            case INT -> said instanceof Integer whole ? (Object) whole.longValue() : said instanceof Long ? said : null;
            case DOUBLE -> said instanceof Number number ? (Object) number.doubleValue() : null;
            case STRING -> said instanceof String ? said : null;
            case STRINGS, PRIORITY, ATTENTION, KIND, WEEKDAY -> null;
        };
    }
}
