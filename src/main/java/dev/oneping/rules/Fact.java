package dev.oneping.rules;

import org.jspecify.annotations.Nullable;

/** Something that a rule can name: one of the vocabulary, a calendar of its file, or a word of the app's own. */
public sealed interface Fact permits Variable, CalendarFact, AppFact {

    /** The name in rules, for example {@code device.battery_level}. */
    String path();

    ValueType type();

    /** Whether it is about one device, so that only rules about devices can name it. */
    boolean ofDevice();

    /** Whether its value may stand in an explanation; what could tell a place or content may not. */
    boolean showable();

    /** What it says, or null where nobody knows. Numbers are {@code Long} and {@code Double}. */
    @Nullable
    Object read(EvaluationContext situation);
}
