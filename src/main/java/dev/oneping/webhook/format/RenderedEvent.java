package dev.oneping.webhook.format;

import java.util.Map;

/**
 * An event in the form that goes over the wire.
 *
 * @param headers {@code Content-Type} and whatever else the form asks for
 * @param body    what is sent and signed, byte for byte
 */
public record RenderedEvent(Map<String, String> headers, byte[] body) {

    /** Copies the headers. */
    public RenderedEvent {
        headers = Map.copyOf(headers);
    }
}
