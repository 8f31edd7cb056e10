package dev.oneping.channel;

import dev.oneping.outbound.http.CallOutcome;

/** What the answer of a provider over HTTP says, where its protocol does not say otherwise. */
public final class ProviderResponse {

    private ProviderResponse() {}

    /** 410 speaks of the address, 413 of the size, and a refusal of any other kind of us: people have to repair that. */
    public static SendResult carried(CallOutcome outcome) {
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

    /** That it is to be tried again, when it says. */
    public static SendResult later(CallOutcome.Rejected rejected) {
        return new SendResult.Later(
                "http_" + rejected.status(), rejected.retryAfter().orElse(null));
    }
}
