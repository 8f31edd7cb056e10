package dev.oneping.rules.rule;

import dev.oneping.model.Priority;
import dev.oneping.rules.chance.ByPriority;
import dev.oneping.rules.chance.Priors;
import dev.oneping.rules.fact.Ring;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The part of a policy that chooses the target of each ring by its chance to be noticed, instead of by steps.
 *
 * @param priors   the model and its costs
 * @param patience the price of a ring in log-seconds
 * @param again    the priorities that ring again after growing pauses; the others ring again at natural breaks only
 * @param display  the devices that show it without a sound
 * @param steps    the steps after no ring, after one ring and so on, which set the ack windows
 */
public record ByChance(
        Priors priors, ByPriority patience, Set<Priority> again, DisplayScope display, List<PolicyStep> steps) {

    /** The pauses after which the priorities in {@code again} are decided again: growing, so that they do not nag. */
    private static final List<Duration> PAUSES = List.of(
            Duration.ofSeconds(20),
            Duration.ofSeconds(45),
            Duration.ofMinutes(2),
            Duration.ofMinutes(5),
            Duration.ofMinutes(10),
            Duration.ofMinutes(20));

    /** The shortest pause before a notification that nobody rang for is considered again without an event. */
    private static final Duration FIRST_LOOK = Duration.ofMinutes(1);

    /** The rings below high that are not due to a natural break. */
    private static final int MOST_BELOW_HIGH = 2;

    private static final Duration LAST_LOOK = Duration.ofMinutes(30);

    public ByChance {
        again = Set.copyOf(again);
        steps = List.copyOf(steps);
    }

    /** The choice with these ack windows; the pauses of the priorities in {@code again} begin with theirs. */
    public static ByChance of(
            Priors priors,
            ByPriority patience,
            Set<Priority> again,
            DisplayScope display,
            Map<Priority, Duration> ack) {
        return new ByChance(priors, patience, again, display, steps(again, ack));
    }

    /**
     * Returns whether a priority rings again after a pause, and not at natural breaks only: once more below high, and
     * what sounded in a bundle not even that, so that a morning after quiet hours is no series of rings.
     */
    public boolean insists(Priority priority, List<Ring> rings) {
        boolean few = rings.size() < MOST_BELOW_HIGH && rings.stream().noneMatch(Ring::bundled);
        return again.contains(priority) && (priority.compareTo(Priority.HIGH) >= 0 || few);
    }

    /** The price of a ring. */
    public double priceOf(Priority priority) {
        return patience.of(priority);
    }

    /** The time from the given ring on, counted from 0, to the next decision. */
    static Duration pauseAfter(int rings) {
        return PAUSES.get(Math.min(rings, PAUSES.size() - 1));
    }

    /** The time to the next decision if nothing rings now; it grows with the age of the notification. */
    public Duration lookAgain(Priority priority, int rings, Duration age) {
        Duration half = Duration.ofSeconds(age.toSeconds() / 2);
        boolean urgent = again.contains(priority) && priority.compareTo(Priority.HIGH) >= 0;
        Duration least = urgent ? pauseAfter(rings) : FIRST_LOOK;
        Duration pause = half.compareTo(least) < 0 ? least : half;
        return pause.compareTo(LAST_LOOK) < 0 ? pause : LAST_LOOK;
    }

    /** The step after a number of rings; the steps differ in their ack windows only. */
    public PolicyStep stepAfter(int rings) {
        return steps.get(Math.min(rings, steps.size() - 1));
    }

    private static List<PolicyStep> steps(Set<Priority> again, Map<Priority, Duration> ack) {
        List<PolicyStep> steps = new ArrayList<>(PAUSES.size());
        for (Duration pause : PAUSES) {
            Map<Priority, Duration> windows = new EnumMap<>(ack);
            for (Priority priority : again) {
                Duration first = windows.getOrDefault(priority, pause);
                windows.put(priority, steps.isEmpty() || first.compareTo(pause) > 0 ? first : pause);
            }
            steps.add(new PolicyStep(new PolicyTarget.AttentiveDevice(), windows, 0));
        }
        return List.copyOf(steps);
    }
}
