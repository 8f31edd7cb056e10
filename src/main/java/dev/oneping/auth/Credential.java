package dev.oneping.auth;

import dev.oneping.problem.Problem;
import dev.oneping.problem.ProblemType;

/** What became of a credential. */
public sealed interface Credential {

    /** It is good. */
    record Valid(Caller caller) implements Credential {}

    /** It was good once: a new one will do. */
    record Expired() implements Credential {}

    /** It is none of ours, or was taken back. */
    record Invalid() implements Credential {}

    /** The caller; a bad credential is refused. */
    default Caller orRefused() {
        return switch (this) {
            case Valid valid -> valid.caller();
            case Expired ignored ->
                throw Problem.of(ProblemType.EXPIRED_TOKEN, "The token has expired: get a new one.");
            case Invalid ignored ->
                throw Problem.of(
                        ProblemType.INVALID_CREDENTIAL, "This is no API key and no device token of this server.");
        };
    }
}
