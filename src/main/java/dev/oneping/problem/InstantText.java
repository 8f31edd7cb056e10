package dev.oneping.problem;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** Reads an RFC 3339 timestamp. Its years are 0 to 9999; a later time could not be stored in milliseconds. */
final class InstantText extends StdDeserializer<Instant> {

    private static final long serialVersionUID = 1L;
    private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999999Z");

    InstantText() {
        super(Instant.class);
    }

    @Override
    public Instant deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        if (!parser.hasToken(JsonToken.VALUE_STRING)) {
            return (Instant) context.handleUnexpectedToken(Instant.class, parser);
        }
        Instant read = read(parser.getText());
        return read == null || read.isBefore(FIRST) || read.isAfter(LAST)
                ? (Instant) context.handleWeirdStringValue(Instant.class, parser.getText(), "not a time")
                : read;
    }

    private static @Nullable Instant read(String text) {
        try {
            return DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(text, Instant::from);
        } catch (DateTimeException notOne) {
            return null;
        }
    }
}
