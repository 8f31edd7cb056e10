package dev.oneping.presence.attention;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Something a client observed, and when. What is too old is as good as unknown.
 *
 * @param value what was observed last
 * @param since when it was first seen to be so, without another value in between
 * @param at    when it was last seen to be so, by the clock of the server
 */
@JsonFormat(shape = JsonFormat.Shape.ARRAY)
public record Observed<T>(T value, Instant since, Instant at) {

    private static final Comparator<Observed<?>> OF_ONE_INSTANT = Comparator.<Observed<?>, Instant>comparing(
                    Observed::since)
            .thenComparing(seen -> String.valueOf(seen.value()));

    /** The observation after one more: the new one, or the old one where nothing new was said. */
    public static <T> @Nullable Observed<T> next(@Nullable Observed<T> before, @Nullable T value, Instant at) {
        if (value == null) {
            return before;
        }
        return new Observed<>(value, before != null && before.value.equals(value) ? before.since : at, at);
    }

    /**
     * The one of two that was seen later. Of two seen at the same instant it is the same one in whichever order they come,
     * or two nodes would conclude two things from the same facts.
     */
    public static <T> @Nullable Observed<T> later(@Nullable Observed<T> one, @Nullable Observed<T> other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        int order = one.at.compareTo(other.at);
        return (order == 0 ? OF_ONE_INSTANT.compare(one, other) : order) >= 0 ? one : other;
    }

    /** The one that was seen last; null if there is none. */
    public static <T> @Nullable Observed<T> latest(Stream<@Nullable Observed<T>> seen) {
        return seen.reduce(null, Observed::later);
    }

    /** The observation, or null where it is too old. */
    public static <T> @Nullable Observed<T> fresh(@Nullable Observed<T> fact, Instant now, Duration maxAge) {
        return fact != null && fact.isFresh(now, maxAge) ? fact : null;
    }

    /** Whether it was seen recently enough. */
    public boolean isFresh(Instant now, Duration maxAge) {
        return now.isBefore(at.plus(maxAge));
    }
}
