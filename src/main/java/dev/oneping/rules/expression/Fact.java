package dev.oneping.rules.expression;

import org.jspecify.annotations.Nullable;

/** A fact that a rule can use: a variable of the vocabulary, a calendar of its file, or a fact sent by the app. */
public sealed interface Fact permits Variable, CalendarFact, AppFact {

    /** The name in rules, for example {@code device.battery_level}. */
    String path();

    ValueType type();

    /** Returns whether it is about one device, so that only rules about devices can use it. */
    boolean ofDevice();

    /**
     * Returns whether explanations may show its value; values that could reveal a location or content must not be
     * shown.
     */
    boolean showable();

    /** The value, or null if unknown. Numbers are {@code Long} and {@code Double}. */
    @Nullable
    Object read(EvaluationContext context);
}
