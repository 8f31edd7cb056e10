package dev.oneping.channel;

import dev.oneping.outbound.http.CallOutcome;

/** The default interpretation of a provider's HTTP response, where its protocol does not define another. */
public final class ProviderResponse {

    private ProviderResponse() {}

    /**
     * Interprets 410 as a dead address, 413 as too large, and any other rejection as a misconfiguration of our own,
     * which needs an operator.
     */
    public static SendResult result(CallOutcome outcome) {
        return switch (outcome) {
            case CallOutcome.Delivered ignored -> new SendResult.Accepted();
            case CallOutcome.Gone ignored -> new SendResult.Gone(null);
            case CallOutcome.Blocked ignored -> new SendResult.Rejected("blocked_address");
            case CallOutcome.Unreachable unreachable -> new SendResult.Later(unreachable.code(), null);
            case CallOutcome.Rejected rejected ->
                switch (rejected.status()) {
                    case 413 -> new SendResult.TooLarge();
                    case 408, 425, 429 -> later(rejected);
                    default ->
                        rejected.status() >= 500
                                ? later(rejected)
                                : new SendResult.Rejected("http_" + rejected.status());
                };
        };
    }

    /** Returns a request to retry, after the provider's {@code Retry-After} if it sent one. */
    public static SendResult later(CallOutcome.Rejected rejected) {
        return new SendResult.Later(
                "http_" + rejected.status(), rejected.retryAfter().orElse(null));
    }
}
