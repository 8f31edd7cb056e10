package dev.oneping.auth;

import dev.oneping.problem.Problem;
import dev.oneping.problem.ProblemType;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The result of verifying a credential. */
public sealed interface CredentialResult {

    /**
     * The credential is valid.
     *
     * @param issuedAt  when it was issued; null for an API key
     * @param expiresAt when what it opens must end; null for an API key, which does not expire
     */
    record Valid(
            Caller caller,
            @Nullable Instant issuedAt,
            @Nullable Instant expiresAt) implements CredentialResult {

        /** Creates the result for an API key. */
        public Valid(Caller caller) {
            this(caller, null, null);
        }
    }

    /** The credential has expired. */
    record Expired() implements CredentialResult {}

    /** The credential is unknown or was revoked. */
    record Invalid() implements CredentialResult {}

    /** Returns the caller; throws a problem for any other result, with the challenge that RFC 9110 requires. */
    default Caller orRefused() {
        return switch (this) {
            case Valid valid -> valid.caller();
            case Expired ignored ->
                throw refusal(ProblemType.EXPIRED_TOKEN, "The device token has expired; get a new one.");
            case Invalid ignored ->
                throw refusal(
                        ProblemType.INVALID_CREDENTIAL,
                        "The credential is neither a valid API key nor a valid device token.");
        };
    }

    private static Problem refusal(ProblemType type, String detail) {
        return Problem.of(type, detail).with("WWW-Authenticate", "Bearer");
    }
}
