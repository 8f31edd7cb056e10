package dev.oneping.problem.json;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import dev.oneping.text.Rfc3339;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/** Reads an RFC 3339 timestamp. */
final class InstantText extends StdDeserializer<Instant> {

    private static final long serialVersionUID = 1L;

    InstantText() {
        super(Instant.class);
    }

    @Override
    public Instant deserialize(JsonParser parser, DeserializationContext context) throws IOException {
        if (!parser.hasToken(JsonToken.VALUE_STRING)) {
            return (Instant) context.handleUnexpectedToken(Instant.class, parser);
        }
        Optional<Instant> read = Rfc3339.parse(parser.getText());
        return read.isPresent()
                ? read.get()
                : (Instant) context.handleWeirdStringValue(Instant.class, parser.getText(), "not a time");
    }
}
