package dev.oneping.rules;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * How much a person may be interrupted: a budget that is spent by what reaches for the person, and comes back as time goes
 * by. What goes over it is held until there is budget again, or is suppressed.
 *
 * @param per    whose budget it is
 * @param budget how much may be spent
 * @param every  in what time
 * @param cost   what this notification costs; one that is unknown or breaks costs 1, and nothing if it is critical
 * @param over   what becomes of what is too much
 */
public record Limit(Per per, double budget, Duration every, Score cost, Over over) {

    public Limit {
        if (!(budget > 0) || !every.isPositive() || every.compareTo(History.KEPT) > 0) {
            throw new IllegalArgumentException("a budget must be positive, for a time of at most a day");
        }
    }

    /** Whose budget it is. */
    public enum Per {
        /** The person's as a whole. */
        PERSON,
        /** The person's for each category by itself. */
        CATEGORY
    }

    /** What becomes of what goes over a budget. */
    public sealed interface Over {

        /** It ends unseen. */
        record Suppress() implements Over {}

        /**
         * It waits until there is budget, but no longer.
         *
         * @param atMost  counted from when it was accepted; from then on the limit holds it no more
         * @param release while this is so it may go over the budget, for example when the person takes a break anyway
         */
        record Hold(Duration atMost, Condition release) implements Over {
            public Hold {
                if (!atMost.isPositive()) {
                    throw new IllegalArgumentException("at_most must be positive, but is " + atMost);
                }
            }

            Instant deadline(EvaluationContext situation) {
                return situation.notification().createdAt().plus(atMost);
            }
        }
    }

    double costIn(EvaluationContext situation) {
        Score.Points points = cost.of(situation);
        if (points.truth() == Truth.TRUE) {
            return Math.max(0, points.value());
        }
        return situation.isCritical() ? 0 : 1;
    }

    /** Whether this much more would be too much. What alone costs more than the whole budget fits into an empty one. */
    boolean isOver(String name, double costs, EvaluationContext situation) {
        double spent = spent(name, situation, situation.now().minus(every));
        return spent > 0 && spent + costs > budget;
    }

    /** The first instant at which there will be budget for it. */
    Instant freeAt(String name, double costs, EvaluationContext situation) {
        List<History.Interruption> counted =
                counted(name, situation, situation.now().minus(every));
        double spent = counted.stream()
                .mapToDouble(each -> each.costs().getOrDefault(name, 0.0))
                .sum();
        for (History.Interruption each : counted) {
            spent -= each.costs().getOrDefault(name, 0.0);
            if (spent <= 0 || spent + costs <= budget) {
                return each.at().plus(every);
            }
        }
        return situation.now().plus(every);
    }

    private double spent(String name, EvaluationContext situation, Instant since) {
        return counted(name, situation, since).stream()
                .mapToDouble(each -> each.costs().getOrDefault(name, 0.0))
                .sum();
    }

    private List<History.Interruption> counted(String name, EvaluationContext situation, Instant since) {
        String category = situation.notification().category();
        return situation.facts().history().interruptions().stream()
                .filter(each -> each.at().isAfter(since) && each.costs().containsKey(name))
                .filter(each -> per == Per.PERSON || each.category().equals(category))
                .toList();
    }
}
