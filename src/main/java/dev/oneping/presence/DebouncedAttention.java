package dev.oneping.presence;

import dev.oneping.presence.attention.Attention.State;
import java.time.Instant;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * An attention as it is told: that it rose at once, that it fell only when that has lasted.
 *
 * @param state   what is told
 * @param waiting since when it is less than that; null if it is not
 */
record DebouncedAttention(State state, @Nullable Instant waiting) {

    /**
     * What is told from now on.
     *
     * @param is      the state in truth
     * @param nobody  whether no device is left to turn to
     * @param fallsAt when a fall is told, from when it began
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

    /** That somebody turned to a device, or that there is none left to turn to. */
    private boolean isUrgent(State is, boolean nobody) {
        return switch (is) {
            case ACTIVE -> true;
            case PASSIVE -> state != State.ACTIVE;
            case UNKNOWN -> nobody;
            case AWAY -> false;
        };
    }
}
