package dev.oneping.rules;

import java.time.Duration;
import java.time.Instant;
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
     * @param until  the moment at which the condition is known to end, or null when there is none
     * @param atMost from this age of the notification on the rule holds nothing any more
     */
    record Hold(@Nullable Moment until, Duration atMost) implements Gate {
        public Hold {
            if (!atMost.isPositive()) {
                throw new IllegalArgumentException("at_most must be positive, but is " + atMost);
            }
        }
    }

    /** A point in time that follows from the facts, and at which a condition is known to change. */
    enum Moment {
        /** The end of the quiet hours that it is now. */
        QUIET_HOURS_END {
            @Override
            Optional<Instant> in(Situation situation) {
                return situation.quietHoursEnd();
            }
        };

        abstract Optional<Instant> in(Situation situation);
    }
}
