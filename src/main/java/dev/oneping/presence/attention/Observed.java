package dev.oneping.presence.attention;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A reported value with its time. Values that are too old are treated as unknown.
 *
 * @param value the latest value
 * @param since when this value was first seen, without another value in between
 * @param at    when this value was last seen, by the server's clock
 */
@JsonFormat(shape = JsonFormat.Shape.ARRAY)
public record Observed<T>(T value, Instant since, Instant at) {

    private static final Comparator<Observed<?>> OF_ONE_INSTANT = Comparator.<Observed<?>, Instant>comparing(
                    Observed::since)
            .thenComparing(seen -> String.valueOf(seen.value()));

    /** Returns the newer observation, or the earlier one if nothing new was reported. */
    public static <T> @Nullable Observed<T> next(@Nullable Observed<T> before, @Nullable T value, Instant at) {
        if (value == null) {
            return before;
        }
        return new Observed<>(value, before != null && before.value.equals(value) ? before.since : at, at);
    }

    /**
     * Returns the later of two observations. For equal times the result does not depend on the order of the arguments,
     * since two nodes must draw the same conclusion from the same facts.
     */
    public static <T> @Nullable Observed<T> later(@Nullable Observed<T> one, @Nullable Observed<T> other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        int order = one.at.compareTo(other.at);
        return (order == 0 ? OF_ONE_INSTANT.compare(one, other) : order) >= 0 ? one : other;
    }

    /** Returns the latest observation; null if there is none. */
    public static <T> @Nullable Observed<T> latest(Stream<@Nullable Observed<T>> seen) {
        return seen.reduce(null, Observed::later);
    }

    /** Returns the observation, or null if it is too old. */
    public static <T> @Nullable Observed<T> fresh(@Nullable Observed<T> fact, Instant now, Duration maxAge) {
        return fact != null && fact.isFresh(now, maxAge) ? fact : null;
    }

    /** Returns whether it was seen recently enough. */
    public boolean isFresh(Instant now, Duration maxAge) {
        return now.isBefore(at.plus(maxAge));
    }
}
