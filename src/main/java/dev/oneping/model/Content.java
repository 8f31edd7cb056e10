package dev.oneping.model;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * What a person is to read, and what the app's own code is given with it. Never written to a log or a trace.
 *
 * @param title the line that is shown first
 * @param body  the rest, or null
 * @param data  anything for the app's code, or null
 */
public record Content(
        String title, @Nullable String body, @Nullable JsonNode data) {

    /** What is shown where others can see the screen. */
    public static final String REDACTED_TITLE = "New notification";

    /** What of it is shown in a variant. */
    public Content in(Variant variant) {
        return switch (variant) {
            case RICH -> this;
            case PLAIN -> new Content(title, body, null);
            case REDACTED -> new Content(REDACTED_TITLE, null, null);
        };
    }

    /** Without the content: what is shown to people must not reach a log. */
    @Override
    public String toString() {
        return "Content[REDACTED]";
    }
}
