package dev.oneping.connection.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.oneping.connection.frame.CloseCode;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The JSON answer of a poll: frames, the next cursor, and the reason if the session has ended. */
final class PollBody {

    private static final JsonMapper JSON = new JsonMapper();

    private PollBody() {}

    /** Returns the answer with the frames after a number. */
    static String of(List<Mailbox.NumberedFrame> numbered, long after, @Nullable CloseCode end) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeArrayFieldStart("frames");
            for (Mailbox.NumberedFrame each : numbered) {
                json.writeRawValue(each.frame());
            }
            json.writeEndArray();
            json.writeNumberField(
                    "cursor", numbered.isEmpty() ? after : numbered.getLast().number());
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
