package dev.oneping.problem;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import java.io.IOException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a duration in short form, {@code 500ms}, {@code 30s}, {@code 15m}, {@code 1h}, {@code 7d}, or in ISO 8601
 * form.
 */
final class DurationText extends StdDeserializer<Duration> {

    private static final long serialVersionUID = 1L;
    private static final Pattern SHORT = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");

    DurationText() {
        super(Duration.class);
    }

    @Override
    public Duration deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        if (!parser.hasToken(JsonToken.VALUE_STRING)) {
            return (Duration) context.handleUnexpectedToken(Duration.class, parser);
        }
        String text = parser.getText();
        try {
            return read(text);
        } catch (DateTimeParseException e) {
            return (Duration) context.handleWeirdStringValue(Duration.class, text, "not a duration");
        }
    }

    static Duration read(String text) {
        Matcher words = SHORT.matcher(text);
        if (!words.matches()) {
            return Duration.parse(text);
        }
        long amount = Long.parseLong(words.group(1));
        return switch (words.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            case "h" -> Duration.ofHours(amount);
            default -> Duration.ofDays(amount);
        };
    }
}
