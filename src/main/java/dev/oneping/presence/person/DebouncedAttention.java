package dev.oneping.presence.person;

import dev.oneping.presence.attention.Attention.State;
import java.time.Instant;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Debounced attention: a rise is published at once, a fall only after it has lasted.
 *
 * @param state   the published state
 * @param waiting when the actual state fell below the published one; null if it has not
 */
record DebouncedAttention(State state, @Nullable Instant waiting) {

    /**
     * Returns the debounced attention at this instant.
     *
     * @param is      the actual state
     * @param nobody  whether no device is left that could get attention
     * @param fallsAt maps the start of a fall to the time at which it is published
     */
    DebouncedAttention next(State is, boolean nobody, UnaryOperator<Instant> fallsAt, Instant now) {
        if (is == state || isUrgent(is, nobody)) {
            return new DebouncedAttention(is, null);
        }
        Instant since = Objects.requireNonNullElse(waiting, now);
        return now.isBefore(fallsAt.apply(since))
                ? new DebouncedAttention(state, since)
                : new DebouncedAttention(is, null);
    }

    /** Returns whether the change must be published at once: the user turned to a device, or no device is left. */
    private boolean isUrgent(State is, boolean nobody) {
        return switch (is) {
            case ACTIVE -> true;
            case PASSIVE -> state != State.ACTIVE;
            case UNKNOWN -> nobody;
            case AWAY -> false;
        };
    }
}
