package dev.oneping.rules.chance;

import dev.oneping.model.Priority;
import java.util.Map;

/** A number for each priority. Immutable. */
public final class ByPriority {

    private final double[] values = new double[Priority.values().length];

    /**
     * @param given     the numbers given
     * @param otherwise the number for the other priorities
     */
    public ByPriority(Map<Priority, Double> given, double otherwise) {
        for (Priority priority : Priority.values()) {
            values[priority.ordinal()] = given.getOrDefault(priority, otherwise);
        }
    }

    /** The number for a priority. */
    public double of(Priority priority) {
        return values[priority.ordinal()];
    }

    /** A copy with other numbers for some priorities. */
    public ByPriority with(Map<Priority, Double> given) {
        ByPriority copy = new ByPriority(given, 0);
        for (Priority priority : Priority.values()) {
            if (!given.containsKey(priority)) {
                copy.values[priority.ordinal()] = values[priority.ordinal()];
            }
        }
        return copy;
    }
}
