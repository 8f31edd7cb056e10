package dev.oneping.rules.fact;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * A user's recent interruptions, the basis of budgets and rate limits.
 *
 * @param interruptions the most recent ones, oldest first; at most {@link #MAX_KEPT}, and none older than {@link
 *     #KEPT}
 */
public record History(List<Interruption> interruptions) {

    /** The maximum period of budgets. */
    public static final Duration KEPT = Duration.ofDays(1);

    public static final int MAX_KEPT = 200;

    /** No interruptions. */
    public static final History NONE = new History(List.of());

    public History {
        interruptions = List.copyOf(interruptions);
    }

    /**
     * One notification that was sent to the user.
     *
     * @param at       the time
     * @param category the notification's category
     * @param costs    the costs by the name of the limit
     */
    public record Interruption(Instant at, String category, Map<String, Double> costs) {
        public Interruption {
            costs = Map.copyOf(costs);
        }
    }

    public long count(Instant now, Duration back, Predicate<Interruption> which) {
        return interruptions.stream()
                .filter(each -> each.at().isAfter(now.minus(back)))
                .filter(which)
                .count();
    }

    /** A copy with one more interruption; entries beyond the age and number limits are dropped. */
    public History and(Interruption one) {
        List<Interruption> all = new java.util.ArrayList<>(interruptions);
        all.removeIf(each -> !each.at().isAfter(one.at().minus(KEPT)));
        all.add(one);
        return new History(all.subList(Math.max(0, all.size() - MAX_KEPT), all.size()));
    }
}
