package dev.oneping.auth;

import dev.oneping.problem.Problem;
import dev.oneping.problem.ProblemType;
import dev.oneping.tenant.TenantSettings;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The result of verifying a credential. */
public sealed interface CredentialResult {

    /**
     * The credential is valid.
     *
     * @param issuedAt  when it was issued; null for an API key
     * @param expiresAt when what it opens must end; null for an API key
     * @param tokenId   the {@code jti} of a device token, by which it can be revoked; null without one
     */
    record Valid(
            Caller caller,
            @Nullable Instant issuedAt,
            @Nullable Instant expiresAt,
            @Nullable String tokenId) implements CredentialResult {

        /** Creates the result for an API key. */
        public Valid(Caller caller) {
            this(caller, null, null, null);
        }
    }

    /** The device token has expired. */
    record Expired() implements CredentialResult {}

    /** The API key has expired. */
    record ExpiredKey(Instant at) implements CredentialResult {}

    /** The API key may not be used from this address. */
    record ForeignNetwork(String address) implements CredentialResult {}

    /** The tenant of the credential is suspended. */
    record Suspended() implements CredentialResult {}

    /** The credential is unknown or was revoked. */
    record Invalid() implements CredentialResult {}

    /** Returns the caller; throws a problem for any other result, with the challenge that RFC 9110 requires. */
    default Caller orRefused() {
        return switch (this) {
            case Valid valid -> valid.caller();
            case Expired ignored ->
                throw refusal(ProblemType.EXPIRED_TOKEN, "The device token has expired; get a new one.");
            case ExpiredKey key ->
                throw refusal(
                        ProblemType.INVALID_CREDENTIAL,
                        "The API key expired at " + key.at()
                                + "; create another one, or rotate a key before it expires.");
            case ForeignNetwork foreign ->
                throw Problem.of(
                        ProblemType.FORBIDDEN,
                        "The API key may not be used from " + foreign.address()
                                + "; use it from one of its networks, or create a key with others.");
            case Suspended ignored -> throw TenantSettings.suspended();
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
