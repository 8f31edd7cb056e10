package dev.oneping.rules;

import dev.oneping.model.Priority;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;

/**
 * How an escalation goes: the frame in which each attempt is made.
 *
 * @param ackWindow how long a person may take to answer before the next device is tried, for every priority
 * @param ring      the priorities that may make a sound
 */
public record Policy(Map<Priority, Duration> ackWindow, Set<Priority> ring) {

    /** The policy that every rule set has, and that stands in for one that it does not know. */
    public static final String DEFAULT = "default";

    public Policy {
        for (Priority priority : Priority.values()) {
            Duration window = ackWindow.get(priority);
            if (window == null || !window.isPositive()) {
                throw new IllegalArgumentException("ack_window of " + priority + " must be positive, but is " + window);
            }
        }
        ackWindow = Map.copyOf(new EnumMap<>(ackWindow));
        ring = Set.copyOf(ring);
    }

    Duration windowOf(Priority priority) {
        return ackWindow.getOrDefault(priority, Duration.ZERO);
    }
}
