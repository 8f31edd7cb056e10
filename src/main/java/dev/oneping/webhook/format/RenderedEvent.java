package dev.oneping.webhook.format;

import java.util.Map;

/**
 * An event in its wire format.
 *
 * @param headers {@code Content-Type} and the other headers of the format
 * @param body    the bytes that are sent and signed
 */
public record RenderedEvent(Map<String, String> headers, byte[] body) {

    /** Copies the headers. */
    public RenderedEvent {
        headers = Map.copyOf(headers);
    }
}
