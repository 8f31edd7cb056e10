package dev.oneping.rules.rule;

import dev.oneping.rules.expression.Condition;
import dev.oneping.rules.expression.EvaluationContext;
import dev.oneping.rules.expression.Score;
import dev.oneping.rules.expression.Truth;
import dev.oneping.rules.fact.History;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A budget for interrupting a user over a sliding period. A notification that exceeds it is held until there is
 * budget again, or is suppressed.
 *
 * @param per    the scope of the budget
 * @param budget the budget
 * @param every  the sliding period
 * @param cost   the cost of a notification; if unknown or failed it is 1, or 0 for a critical one
 * @param over   the effect on notifications that exceed the budget
 */
public record Limit(Per per, double budget, Duration every, Score cost, Over over) {

    public Limit {
        if (!(budget > 0) || !every.isPositive() || every.compareTo(History.KEPT) > 0) {
            throw new IllegalArgumentException("a budget must be positive, for a time of at most a day");
        }
    }

    /** The scope of a budget. */
    public enum Per {
        /** One budget per user. */
        PERSON,
        /** One budget per user and category. */
        CATEGORY
    }

    /** The effect on notifications that exceed a budget. */
    public sealed interface Over {

        /** Ends the notification without showing it. */
        record Suppress() implements Over {}

        /**
         * Holds the notification until there is budget, with a maximum time.
         *
         * @param atMost  the notification's age at which the hold ends
         * @param release a condition that permits exceeding the budget, for example a natural break of the user
         */
        record Hold(Duration atMost, Condition release) implements Over {
            public Hold {
                if (!atMost.isPositive()) {
                    throw new IllegalArgumentException("at_most must be positive, but is " + atMost);
                }
            }

            public Instant deadline(EvaluationContext context) {
                return context.notification().createdAt().plus(atMost);
            }
        }
    }

    public double costIn(EvaluationContext context) {
        Score.Points points = cost.of(context);
        if (points.truth() == Truth.TRUE) {
            return Math.max(0, points.value());
        }
        return context.isCritical() ? 0 : 1;
    }

    /**
     * Returns whether the cost would exceed the budget. A cost above the whole budget is allowed if nothing is spent
     * yet.
     */
    public boolean isOver(String name, double costs, EvaluationContext context) {
        double spent = spent(name, context, context.now().minus(every));
        return spent > 0 && spent + costs > budget;
    }

    /** The first time at which there will be budget for the cost. */
    public Instant freeAt(String name, double costs, EvaluationContext context) {
        List<History.Interruption> counted =
                counted(name, context, context.now().minus(every));
        double spent = counted.stream()
                .mapToDouble(each -> each.costs().getOrDefault(name, 0.0))
                .sum();
        for (History.Interruption each : counted) {
            spent -= each.costs().getOrDefault(name, 0.0);
            if (spent <= 0 || spent + costs <= budget) {
                return each.at().plus(every);
            }
        }
        return context.now().plus(every);
    }

    private double spent(String name, EvaluationContext context, Instant since) {
        return counted(name, context, since).stream()
                .mapToDouble(each -> each.costs().getOrDefault(name, 0.0))
                .sum();
    }

    private List<History.Interruption> counted(String name, EvaluationContext context, Instant since) {
        String category = context.notification().category();
        return context.facts().history().interruptions().stream()
                .filter(each -> each.at().isAfter(since) && each.costs().containsKey(name))
                .filter(each -> per == Per.PERSON || each.category().equals(category))
                .toList();
    }
}
