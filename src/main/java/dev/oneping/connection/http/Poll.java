package dev.oneping.connection.http;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.oneping.connection.frame.CloseCode;
import io.vertx.core.http.HttpServerResponse;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A long poll: answered once, with the first frames that there are, or with none when its time is over. */
final class Poll implements Reader {

    private static final JsonMapper JSON = new JsonMapper();

    private final HttpServerResponse response;
    private final long after;
    private boolean answered;

    /** Held for a client that has the frames up to that number. */
    Poll(HttpServerResponse response, long after) {
        this.response = response;
        this.after = after;
    }

    @Override
    public boolean isFull() {
        return answered;
    }

    @Override
    public boolean bring(List<Mailbox.Letter> letters) {
        answer(letters, null);
        return false;
    }

    @Override
    public void beat() {
        // Nothing can be said before the answer.
    }

    @Override
    public void release() {
        answer(List.of(), null);
    }

    @Override
    public void close(CloseCode code) {
        answer(List.of(), code);
    }

    private void answer(List<Mailbox.Letter> letters, @Nullable CloseCode end) {
        if (answered) {
            return;
        }
        answered = true;
        if (!response.ended() && !response.closed()) {
            response.putHeader("Content-Type", "application/json")
                    .putHeader("Cache-Control", "no-store")
                    .putHeader("Vary", "Prefer")
                    .end(body(
                            letters,
                            letters.isEmpty() ? after : letters.getLast().number(),
                            end));
        }
    }

    private static String body(List<Mailbox.Letter> letters, long cursor, @Nullable CloseCode end) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeArrayFieldStart("frames");
            for (Mailbox.Letter letter : letters) {
                json.writeRawValue(letter.frame());
            }
            json.writeEndArray();
            json.writeNumberField("cursor", cursor);
            if (end != null) {
                json.writeFieldName("closed");
                json.writeRawValue(Ending.of(end));
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("frames must be writable as JSON", e);
        }
        return text.toString();
    }
}
