package dev.oneping.outbound.http;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** The outcome of one outbound call. */
public sealed interface CallOutcome {

    /** The status code of the response, or an error code of a closed list. */
    String code();

    /** The receiver accepted it: any 2xx. */
    record Delivered(int status) implements CallOutcome {
        @Override
        public String code() {
            return Integer.toString(status);
        }
    }

    /** The receiver answered with another status. This includes redirects, which are not followed. */
    record Rejected(int status, Optional<Duration> retryAfter) implements CallOutcome {
        @Override
        public String code() {
            return Integer.toString(status);
        }
    }

    /** The receiver wants no further calls: 410. */
    record Gone() implements CallOutcome {
        @Override
        public String code() {
            return "410";
        }
    }

    /** There was no response. */
    record Unreachable(Fault fault) implements CallOutcome {
        @Override
        public String code() {
            return fault.code();
        }
    }

    /** The address is not public. The call is never retried. */
    record Blocked() implements CallOutcome {
        @Override
        public String code() {
            return "blocked_address";
        }
    }

    /** Returns the outcome of a response. */
    static CallOutcome of(int status, Optional<Duration> retryAfter) {
        if (status >= 200 && status < 300) {
            return new Delivered(status);
        }
        return status == 410 ? new Gone() : new Rejected(status, retryAfter);
    }

    /** The reasons for a missing response. */
    enum Fault {
        /** The name has no address. */
        DNS_ERROR,
        /** The connection was refused, or the network is unreachable. */
        CONNECTION_FAILED,
        /** The connection ended before the response was complete. */
        CONNECTION_RESET,
        /** The certificate does not match the name, or TLS failed otherwise. */
        TLS_ERROR,
        /** The time limit was exceeded. */
        TIMEOUT,
        /** The response was not HTTP, or its header was too large. */
        BAD_RESPONSE;

        String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
