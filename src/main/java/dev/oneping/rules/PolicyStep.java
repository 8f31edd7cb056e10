package dev.oneping.rules;

import dev.oneping.model.Priority;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/**
 * One step of a policy.
 *
 * @param to     whom it asks
 * @param ack    how long each attempt waits for a human answer, for every priority
 * @param repeat how often it is made again when nobody answers, before the next step
 */
public record PolicyStep(PolicyTarget to, Map<Priority, Duration> ack, int repeat) {

    /** A device is asked again this often at most in a row; more would be harassment. */
    public static final int MAX_REPEAT = 50;

    /** What a policy that says nothing gets: a message app's patience, a pager's, and an alarm's. */
    public static final Map<Priority, Duration> DEFAULT_ACK = Map.of(
            Priority.LOW, Duration.ofSeconds(120),
            Priority.NORMAL, Duration.ofSeconds(120),
            Priority.HIGH, Duration.ofSeconds(45),
            Priority.CRITICAL, Duration.ofSeconds(15));

    public PolicyStep {
        for (Priority priority : Priority.values()) {
            Duration window = ack.get(priority);
            if (window == null || !window.isPositive()) {
                throw new IllegalArgumentException("ack of " + priority + " must be positive, but is " + window);
            }
        }
        if (repeat < 0 || repeat > MAX_REPEAT) {
            throw new IllegalArgumentException("repeat must be from 0 to " + MAX_REPEAT + ", but is " + repeat);
        }
        ack = Map.copyOf(new EnumMap<>(ack));
    }

    Duration windowOf(Priority priority) {
        return ack.getOrDefault(priority, Duration.ZERO);
    }
}
