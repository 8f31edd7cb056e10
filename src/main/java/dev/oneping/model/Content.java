package dev.oneping.model;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * The text for the user, and data for the app's own code. Never written to a log or a trace.
 *
 * @param title the first line
 * @param body  the remaining text, or null
 * @param data  anything for the app's code, or null
 */
public record Content(
        String title, @Nullable String body, @Nullable JsonNode data) {

    /** The title shown on a screen that others can see. */
    public static final String REDACTED_TITLE = "New notification";

    /** Reduces the content to what a variant shows. */
    public Content in(Variant variant) {
        return switch (variant) {
            case RICH -> this;
            case PLAIN -> new Content(title, body, null);
            case REDACTED -> new Content(REDACTED_TITLE, null, null);
        };
    }

    /** Omits the content, which must not reach a log. */
    @Override
    public String toString() {
        return "Content[REDACTED]";
    }
}
