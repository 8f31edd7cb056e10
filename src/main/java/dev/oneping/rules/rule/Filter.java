package dev.oneping.rules.rule;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The effect of a rule about one candidate device. The first match ends the stage for the device. */
public sealed interface Filter {

    /** Keeps the device and skips all later rules: an exception to them. */
    record Allow() implements Filter {}

    /** Keeps the device like {@link Allow}, and ranks it before all that are not preferred, regardless of points. */
    record Prefer() implements Filter {}

    /**
     * Excludes the device. If no other is left, the notification is held until the exclusion ends.
     *
     * @param atMost  the notification's age at which the exclusion ends; null for as long as the rule matches
     * @param permanent whether the exclusion is permanent: if such rules leave no device, the notification is
     *     suppressed
     */
    record Exclude(@Nullable Duration atMost, boolean permanent) implements Filter {
        public Exclude {
            if (atMost != null && !atMost.isPositive()) {
                throw new IllegalArgumentException("at_most must be positive, but is " + atMost);
            }
        }

        /** Creates a temporary exclusion. */
        public Exclude(@Nullable Duration atMost) {
            this(atMost, false);
        }
    }
}
