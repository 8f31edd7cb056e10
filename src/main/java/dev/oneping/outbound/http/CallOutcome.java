package dev.oneping.outbound.http;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** How one attempt to deliver ended. */
public sealed interface CallOutcome {

    /** A word for people and programs, from a closed list. */
    String code();

    /** The receiver took it: any 2xx. */
    record Delivered(int status) implements CallOutcome {
        @Override
        public String code() {
            return Integer.toString(status);
        }
    }

    /** The receiver answered something else. Redirects are among them: they are not followed. */
    record Rejected(int status, Optional<Duration> retryAfter) implements CallOutcome {
        @Override
        public String code() {
            return Integer.toString(status);
        }
    }

    /** The receiver wants no more of it: 410. */
    record Gone() implements CallOutcome {
        @Override
        public String code() {
            return "410";
        }
    }

    /** There was no answer. */
    record Unreachable(Fault fault) implements CallOutcome {
        @Override
        public String code() {
            return fault.code();
        }
    }

    /** The address is not a public one. It is never tried again. */
    record Blocked() implements CallOutcome {
        @Override
        public String code() {
            return "blocked_address";
        }
    }

    /** The outcome of an answer. */
    static CallOutcome of(int status, Optional<Duration> retryAfter) {
        if (status >= 200 && status < 300) {
            return new Delivered(status);
        }
        return status == 410 ? new Gone() : new Rejected(status, retryAfter);
    }

    /** Why there was no answer. */
    enum Fault {
        /** The name has no address. */
        DNS_ERROR,
        /** Nobody listens, or the network does not lead there. */
        CONNECTION_FAILED,
        /** The connection ended before the answer. */
        CONNECTION_RESET,
        /** The certificate is not good for the name, or TLS failed otherwise. */
        TLS_ERROR,
        /** The answer did not come in time. */
        TIMEOUT,
        /** The answer was not HTTP, or its head was too large. */
        BAD_RESPONSE;

        String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
