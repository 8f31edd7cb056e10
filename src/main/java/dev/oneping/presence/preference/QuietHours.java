package dev.oneping.presence.preference;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.time.LocalTime;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A daily span of wall-clock time; it crosses midnight when the end is the earlier time, and is empty when both are the
 * same. What it means in a zone, on days when clocks change, is for the rules to say.
 *
 * @param from its beginning, inclusive
 * @param to   its end, exclusive
 */
public record QuietHours(
        @JsonFormat(pattern = "HH:mm") LocalTime from,
        @JsonFormat(pattern = "HH:mm") LocalTime to) {

    /** @throws IllegalArgumentException if a time is missing, as it may be in what a caller sent */
    public QuietHours {
        if (Stream.of(from, to).anyMatch(Objects::isNull)) {
            throw new IllegalArgumentException(
                    "quiet hours need both times, such as {\"from\":\"22:00\",\"to\":\"07:00\"}");
        }
    }
}
