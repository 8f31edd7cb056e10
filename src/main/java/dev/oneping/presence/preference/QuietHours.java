package dev.oneping.presence.preference;

import com.fasterxml.jackson.annotation.JsonFormat;
import java.time.LocalTime;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * A daily span of wall-clock time; it crosses midnight if the end is earlier than the beginning, and is empty if both
 * are equal. The rules apply it to a time zone, including days when clocks change.
 *
 * @param from its beginning, inclusive
 * @param to   its end, exclusive
 */
public record QuietHours(
        @JsonFormat(pattern = "HH:mm") LocalTime from,
        @JsonFormat(pattern = "HH:mm") LocalTime to) {

    /** @throws IllegalArgumentException if a time is missing, as it may be in a caller's JSON */
    public QuietHours {
        if (Stream.of(from, to).anyMatch(Objects::isNull)) {
            throw new IllegalArgumentException(
                    "quiet hours need both times, such as {\"from\":\"22:00\",\"to\":\"07:00\"}");
        }
    }
}
