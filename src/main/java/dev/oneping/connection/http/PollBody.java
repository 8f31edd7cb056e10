package dev.oneping.connection.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.oneping.connection.frame.CloseCode;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What answers a poll, as JSON: frames, where to go on, and the end of the session when it has one. */
final class PollBody {

    private static final JsonMapper JSON = new JsonMapper();

    private PollBody() {}

    /** The frames that come after a number. */
    static String of(List<Mailbox.Letter> letters, long after, @Nullable CloseCode end) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeArrayFieldStart("frames");
            for (Mailbox.Letter letter : letters) {
                json.writeRawValue(letter.frame());
            }
            json.writeEndArray();
            json.writeNumberField(
                    "cursor", letters.isEmpty() ? after : letters.getLast().number());
            if (end != null) {
                json.writeFieldName("closed");
                json.writeRawValue(SessionEnd.of(end));
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("frames must be writable as JSON", e);
        }
        return text.toString();
    }
}
