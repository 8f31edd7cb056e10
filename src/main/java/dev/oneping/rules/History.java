package dev.oneping.rules;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * How a person was interrupted lately: what budgets and rate limits are reckoned by.
 *
 * @param interruptions the last ones, oldest first; at most {@link #MAX_KEPT} and {@link #KEPT} back
 */
public record History(List<Interruption> interruptions) {

    /** Budgets look no further back. */
    public static final Duration KEPT = Duration.ofDays(1);

    public static final int MAX_KEPT = 200;

    /** Nothing was sent. */
    public static final History NONE = new History(List.of());

    public History {
        interruptions = List.copyOf(interruptions);
    }

    /**
     * One notification that reached for a person.
     *
     * @param at       when
     * @param category the notification's category
     * @param costs    what it cost, by the limits that it counted against
     */
    public record Interruption(Instant at, String category, Map<String, Double> costs) {
        public Interruption {
            costs = Map.copyOf(costs);
        }
    }

    long count(Instant now, Duration back, Predicate<Interruption> which) {
        return interruptions.stream()
                .filter(each -> each.at().isAfter(now.minus(back)))
                .filter(which)
                .count();
    }

    /** The same with one more; what is too old or too much is dropped. */
    public History and(Interruption one) {
        List<Interruption> all = new java.util.ArrayList<>(interruptions);
        all.removeIf(each -> !each.at().isAfter(one.at().minus(KEPT)));
        all.add(one);
        return new History(all.subList(Math.max(0, all.size() - MAX_KEPT), all.size()));
    }
}
