package dev.oneping.problem.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import dev.oneping.text.ShortDuration;
import java.io.IOException;
import java.time.Duration;
import java.time.format.DateTimeParseException;

/**
 * Reads a duration in short form, {@code 500ms}, {@code 30s}, {@code 15m}, {@code 1h30m}, {@code 7d}, or in ISO 8601
 * form.
 */
public final class DurationText extends StdDeserializer<Duration> {

    private static final long serialVersionUID = 1L;

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

    public static Duration read(String text) {
        return ShortDuration.parse(text).orElseGet(() -> Duration.parse(text));
    }
}
