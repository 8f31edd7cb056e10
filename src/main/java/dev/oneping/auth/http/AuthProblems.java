package dev.oneping.auth.http;

import dev.oneping.auth.CurrentCaller;
import dev.oneping.problem.Problem;
import dev.oneping.problem.ProblemType;
import java.util.List;
import java.util.stream.Collectors;

/** The problems of requests without a sufficient credential. */
final class AuthProblems {

    private AuthProblems() {}

    static Problem missing() {
        return Problem.of(
                        ProblemType.UNAUTHENTICATED,
                        "The header 'Authorization: Bearer' with an API key or a device token is required.")
                .with("WWW-Authenticate", "Bearer");
    }

    static Problem invalid() {
        return Problem.of(ProblemType.INVALID_CREDENTIAL, "The credential is not valid.")
                .with("WWW-Authenticate", "Bearer");
    }

    /** Describes the required credential in the terms of the API: scopes of a key, or a device token. */
    static Problem forbidden(List<String> roles) {
        return Problem.of(ProblemType.FORBIDDEN, need(roles));
    }

    private static String need(List<String> roles) {
        String scopes = roles.stream()
                .filter(role -> !role.equals(CurrentCaller.DEVICE) && !role.equals(CurrentCaller.ACK))
                .collect(Collectors.joining("' or '"));
        String key = "An API key with the scope '" + scopes + "'";
        if (roles.isEmpty()) {
            return "This operation is not allowed for any credential.";
        } else if (scopes.isEmpty()) {
            return "A device token is required.";
        }
        return key + (roles.contains(CurrentCaller.DEVICE) ? ", or a device token, is required." : " is required.");
    }
}
