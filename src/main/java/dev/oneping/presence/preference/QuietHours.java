package dev.oneping.presence.preference;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import java.io.IOException;
import java.time.LocalTime;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A daily span of wall-clock time; it crosses midnight if the end is earlier than the beginning, and is empty if both
 * are equal. The rules apply it to a time zone, including days when clocks change.
 *
 * @param from its beginning, inclusive
 * @param to   its end, exclusive
 */
public record QuietHours(
        @JsonFormat(pattern = "HH:mm") @JsonDeserialize(using = TimeOfDay.class)
        LocalTime from,

        @JsonFormat(pattern = "HH:mm") @JsonDeserialize(using = TimeOfDay.class)
        LocalTime to) {

    /** @throws IllegalArgumentException if a time is missing, as it may be in a caller's JSON */
    public QuietHours {
        if (Stream.of(from, to).anyMatch(Objects::isNull)) {
            throw new IllegalArgumentException(
                    "quiet hours need both times, such as {\"from\":\"22:00\",\"to\":\"07:00\"}");
        }
    }
    /** Reads times strictly: Jackson's reader takes 24:00 for 00:00, which would mean the opposite, and lists for times. */
    static final class TimeOfDay extends JsonDeserializer<LocalTime> {

        private static final Pattern FORM = Pattern.compile("(?:[01][0-9]|2[0-3]):[0-5][0-9]");

        @Override
        public LocalTime deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            if (!parser.hasToken(JsonToken.VALUE_STRING)) {
                return (LocalTime) context.handleUnexpectedToken(LocalTime.class, parser);
            }
            String text = parser.getText();
            if (!FORM.matcher(text).matches()) {
                throw context.weirdStringException(text, LocalTime.class, "must be a time from 00:00 to 23:59");
            }
            return LocalTime.parse(text);
        }
    }
}
