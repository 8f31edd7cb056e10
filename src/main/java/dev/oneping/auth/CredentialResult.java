package dev.oneping.auth;

import dev.oneping.problem.Problem;
import dev.oneping.problem.ProblemType;

/** What became of a credential. */
public sealed interface CredentialResult {

    /** It is good. */
    record Valid(Caller caller) implements CredentialResult {}

    /** It was good once: a new one will do. */
    record Expired() implements CredentialResult {}

    /** It is none of ours, or was taken back. */
    record Invalid() implements CredentialResult {}

    /** The caller; a bad credential is refused, with the challenge that RFC 9110 demands. */
    default Caller orRefused() {
        return switch (this) {
            case Valid valid -> valid.caller();
            case Expired ignored ->
                throw refusal(ProblemType.EXPIRED_TOKEN, "The device token has expired: get a new one.");
            case Invalid ignored ->
                throw refusal(ProblemType.INVALID_CREDENTIAL, "This is no API key and no device token of this server.");
        };
    }

    private static Problem refusal(ProblemType type, String detail) {
        return Problem.of(type, detail).with("WWW-Authenticate", "Bearer");
    }
}
