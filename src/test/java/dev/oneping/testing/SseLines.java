package dev.oneping.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads server-sent events as the HTML standard has them. */
public final class SseLines implements AutoCloseable {

    private final BufferedReader lines;

    /** Reads the body of an answer. */
    public SseLines(InputStream body) {
        lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
    }

    /** One event; what it does not say is empty. */
    public record Event(String id, String name, String data) {}

    /** The next event; waits for it. Null at the end of the stream. Comments and the time to retry are passed over. */
    public @Nullable Event next() {
        String id = "";
        String name = "message";
        StringBuilder data = new StringBuilder();
        for (String line = line(); line != null; line = line()) {
            if (line.isEmpty() && !data.isEmpty()) {
                return new Event(id, name, data.toString());
            }
            int colon = line.indexOf(':');
            String value = colon < 0 ? "" : line.substring(colon + 1).replaceFirst("^ ", "");
            switch (colon < 0 ? line : line.substring(0, colon)) {
                case "id" -> id = value;
                case "event" -> name = value;
                case "data" -> data.append(value);
                default -> {
                    // A comment, or a field that readers pass over.
                }
            }
        }
        return null;
    }

    /** The next line as it came; null at the end of the stream. */
    public @Nullable String line() {
        try {
            return lines.readLine();
        } catch (IOException ended) {
            return null;
        }
    }

    @Override
    public void close() {
        try {
            lines.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
