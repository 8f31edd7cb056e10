package dev.oneping.rules;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a rule about one candidate device brings about when it matches. The first match ends the stage for the device. */
public sealed interface Filter {

    /** Keeps the device, past all later rules: an exception to them. */
    record Allow() implements Filter {}

    /** Keeps the device like {@link Allow}, and before all that are not preferred, whatever their points. */
    record Prefer() implements Filter {}

    /**
     * Takes the device out of the choice. If no other is left, the notification is held until the exclusion ends.
     *
     * @param atMost  from this age of the notification on the rule excludes nothing any more; null for as long as it matches
     * @param forGood that there is nothing to wait for: if such rules leave no device, the notification is suppressed
     */
    record Exclude(@Nullable Duration atMost, boolean forGood) implements Filter {
        public Exclude {
            if (atMost != null && !atMost.isPositive()) {
                throw new IllegalArgumentException("at_most must be positive, but is " + atMost);
            }
        }

        /** An exclusion that may end. */
        public Exclude(@Nullable Duration atMost) {
            this(atMost, false);
        }
    }
}
