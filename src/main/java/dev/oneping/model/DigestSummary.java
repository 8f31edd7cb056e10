package dev.oneping.model;

import static com.fasterxml.jackson.annotation.JsonFormat.Feature.READ_DATE_TIMESTAMPS_AS_NANOSECONDS;
import static com.fasterxml.jackson.annotation.JsonFormat.Feature.WRITE_DATE_TIMESTAMPS_AS_NANOSECONDS;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The digest information of a notification that represents several others of its kind.
 *
 * @param rule   the digest rule
 * @param until  when the digest is shown; in JSON as milliseconds, since a Lua script writes it
 * @param count  the number of notifications, including this one
 * @param titles the most recent titles, at most {@link #MOST_TITLES}, oldest first
 * @param priority the highest priority among them; null in records of older releases
 * @param expiry the latest expiry among them, in JSON as {@code until}; null in records of older releases
 */
public record DigestSummary(
        String rule,

        @JsonFormat(
                shape = JsonFormat.Shape.NUMBER,
                without = {READ_DATE_TIMESTAMPS_AS_NANOSECONDS, WRITE_DATE_TIMESTAMPS_AS_NANOSECONDS})
        Instant until,

        int count,
        List<String> titles,
        @Nullable Priority priority,

        @JsonFormat(
                shape = JsonFormat.Shape.NUMBER,
                without = {READ_DATE_TIMESTAMPS_AS_NANOSECONDS, WRITE_DATE_TIMESTAMPS_AS_NANOSECONDS})
        @Nullable
        Instant expiry) {

    /** The maximum number of titles listed; further ones are only counted. */
    public static final int MOST_TITLES = 20;

    public DigestSummary {
        titles = List.copyOf(titles);
    }

    /** Omits the titles, which must not reach a log. */
    @Override
    public String toString() {
        return "DigestSummary[" + rule + ", " + until + ", " + count + "]";
    }
}
