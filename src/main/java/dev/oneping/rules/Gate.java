package dev.oneping.rules;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a rule about the whole notification brings about when it matches. The first match ends its stage. */
public sealed interface Gate {

    /** Goes on with the next stage, past all later rules of this one: an exception to them. */
    record Allow() implements Gate {}

    /** Ends it unseen. */
    record Suppress() implements Gate {}

    /**
     * Keeps it for as long as the rule matches.
     *
     * @param until       the moment at which the condition is known to end, or null when there is none
     * @param atMost      from this age of the notification on the rule holds nothing any more
     * @param by          and from this wall-clock time on, the first after it was accepted; null for none
     * @param deliverWhen while this is so the rule holds nothing; null for no such condition
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

        /** A hold that nothing but its end ends. */
        public Hold(@Nullable Moment until, Duration atMost) {
            this(until, atMost, null, null);
        }

        /**
         * From when on the rule holds nothing. Where nobody knows the person's clock, the time of day is not waited for by
         * what is critical, so that losing the zone never keeps it back for longer.
         */
        Instant deadline(EvaluationContext situation) {
            Instant accepted = situation.notification().createdAt();
            Instant latest = accepted.plus(atMost);
            return by == null
                    ? latest
                    : situation
                            .nextTime(by)
                            .map(time -> Instants.earlier(time, latest))
                            .orElse(situation.isCritical() ? accepted : latest);
        }
    }

    /** A point in time that follows from the facts, and at which a condition is known to change. */
    sealed interface Moment {

        Optional<Instant> in(EvaluationContext situation);

        /** The end of the quiet hours that it is now. */
        record QuietHoursEnd() implements Moment {
            @Override
            public Optional<Instant> in(EvaluationContext situation) {
                return situation.quietHoursEnd();
            }
        }

        /** The end of the time for which the person asked not to be disturbed. */
        record DndEnd() implements Moment {
            @Override
            public Optional<Instant> in(EvaluationContext situation) {
                return situation.dndEnd();
            }
        }

        /** When a calendar closes if it is open, and opens if it is closed. */
        record CalendarChange(String calendar) implements Moment {
            @Override
            public Optional<Instant> in(EvaluationContext situation) {
                return situation.nextChange(calendar);
            }
        }
    }
}
