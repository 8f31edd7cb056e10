package dev.oneping.rules.expression;

import org.jspecify.annotations.Nullable;

/**
 * The fact whether a calendar of the rule file is open.
 *
 * @param name the calendar's name
 */
public record CalendarFact(String name) implements Fact {
    @Override
    public String path() {
        return "calendar." + name;
    }

    @Override
    public ValueType type() {
        return ValueType.BOOL;
    }

    @Override
    public boolean ofDevice() {
        return false;
    }

    @Override
    public boolean showable() {
        return true;
    }

    @Override
    public @Nullable Object read(EvaluationContext context) {
        return context.isOpen(name);
    }
}
