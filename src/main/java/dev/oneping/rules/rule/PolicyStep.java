package dev.oneping.rules.rule;

import dev.oneping.model.Priority;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;

/**
 * One step of a policy.
 *
 * @param to     the target
 * @param ack    the ack window of each attempt, for every priority
 * @param repeat the number of repetitions without a response before the next step
 */
public record PolicyStep(PolicyTarget to, Map<Priority, Duration> ack, int repeat) {

    /** The maximum number of repetitions; more would be harassment. */
    public static final int MAX_REPEAT = 50;

    /** The default windows: those of a messenger, a pager and an alarm. */
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

    public Duration windowOf(Priority priority) {
        return ack.getOrDefault(priority, Duration.ZERO);
    }
}
