package dev.oneping.rules.rule;

import dev.oneping.rules.expression.Condition;
import dev.oneping.rules.expression.EvaluationContext;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The effect of a rule about the whole notification. The first match ends its stage. */
public sealed interface Gate {

    /** Passes to the next stage and skips all later rules of this one: an exception to them. */
    record Allow() implements Gate {}

    /** Ends the notification without showing it. */
    record Suppress() implements Gate {}

    /**
     * Holds the notification for as long as the rule matches.
     *
     * @param until       the time at which the condition is known to end, or null
     * @param atMost      the notification's age at which the hold ends
     * @param by          a local time, the first after acceptance, that also ends the hold; null for none
     * @param deliverWhen a condition that releases the hold; null for none
     */
    record Hold(
            @Nullable Moment until,
            Duration atMost,
            @Nullable LocalTime by,
            @Nullable Condition deliverWhen) implements Gate {
        public Hold {
            if (!atMost.isPositive()) {
                throw new IllegalArgumentException("at_most must be positive, but is " + atMost);
            }
        }

        /** Creates a hold without a release condition. */
        public Hold(@Nullable Moment until, Duration atMost) {
            this(until, atMost, null, null);
        }

        /**
         * The time at which the hold ends. If the user's zone is unknown, a critical notification does not wait for
         * the time of day, so that losing the zone never delays it.
         */
        public Instant deadline(EvaluationContext context) {
            Instant accepted = context.notification().createdAt();
            Instant latest = accepted.plus(atMost);
            return by == null
                    ? latest
                    : context.nextTime(by)
                            .map(time -> Instants.earlier(time, latest))
                            .orElse(context.isCritical() ? accepted : latest);
        }
    }

    /** A time derived from the facts at which a condition is known to change. */
    sealed interface Moment {

        Optional<Instant> in(EvaluationContext context);

        /** The end of the current quiet hours. */
        record QuietHoursEnd() implements Moment {
            @Override
            public Optional<Instant> in(EvaluationContext context) {
                return context.quietHoursEnd();
            }
        }

        /** The end of the user's do-not-disturb time. */
        record DndEnd() implements Moment {
            @Override
            public Optional<Instant> in(EvaluationContext context) {
                return context.dndEnd();
            }
        }

        /** The time at which an open calendar closes, or a closed one opens. */
        record CalendarChange(String calendar) implements Moment {
            @Override
            public Optional<Instant> in(EvaluationContext context) {
                return context.nextChange(calendar);
            }
        }
    }
}
