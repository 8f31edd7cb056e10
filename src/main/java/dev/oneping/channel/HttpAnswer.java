package dev.oneping.channel;

import dev.oneping.outbound.http.Outcome;

/** What the answer of a provider over HTTP says, where its protocol does not say otherwise. */
public final class HttpAnswer {

    private HttpAnswer() {}

    /** 410 speaks of the address, 413 of the size, and a refusal of any other kind of us: people have to repair that. */
    public static Carried carried(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Delivered ignored -> new Carried.Accepted();
            case Outcome.Gone ignored -> new Carried.Gone(null);
            case Outcome.Blocked ignored -> new Carried.Rejected("blocked_address");
            case Outcome.Unreachable unreachable -> new Carried.Later(unreachable.code(), null);
            case Outcome.Rejected rejected ->
                switch (rejected.status()) {
                    case 413 -> new Carried.TooLarge();
                    case 408, 425, 429 -> later(rejected);
                    default ->
                        rejected.status() >= 500 ? later(rejected) : new Carried.Rejected("http_" + rejected.status());
                };
        };
    }

    /** That it is to be tried again, when it says. */
    public static Carried later(Outcome.Rejected rejected) {
        return new Carried.Later(
                "http_" + rejected.status(), rejected.retryAfter().orElse(null));
    }
}
