package dev.oneping.outbound.http;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The result of one outbound call.
 *
 * @param outcome its outcome
 * @param body    the beginning of the response body, invalid UTF-8 replaced; null if there was no response
 * @param consent the headers {@code webhook-allowed-*} of the response, their names in lower case
 */
public record OutboundResponse(
        CallOutcome outcome, @Nullable String body, Map<String, String> consent) {

    /** Copies the headers. */
    public OutboundResponse {
        consent = Map.copyOf(consent);
    }

    /** Creates a result without a response. */
    public static OutboundResponse none(CallOutcome outcome) {
        return new OutboundResponse(outcome, null, Map.of());
    }
}
