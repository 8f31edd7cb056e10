package dev.oneping.outbound.http;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What came back from one attempt.
 *
 * @param outcome how it ended
 * @param body    the beginning of the answer's body, invalid UTF-8 replaced; null where there was no answer
 * @param consent the headers of the answer that speak of webhooks, their names in lower case
 */
public record OutboundResponse(
        CallOutcome outcome, @Nullable String body, Map<String, String> consent) {

    /** Copies the headers. */
    public OutboundResponse {
        consent = Map.copyOf(consent);
    }

    /** There was no answer. */
    public static OutboundResponse none(CallOutcome outcome) {
        return new OutboundResponse(outcome, null, Map.of());
    }
}
