package dev.oneping.problem.http;

import dev.oneping.problem.Problem;
import dev.oneping.problem.ProblemType;
import dev.oneping.problem.Violation;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jboss.resteasy.reactive.common.util.MediaTypeHelper;
import org.jspecify.annotations.Nullable;

/** Checks request headers for faults that the framework would resolve silently or reject without an explanation. */
final class HeaderFault {

    /** The values that nearly every client sends; they are known to be valid and skip parsing. */
    private static final Set<String> USUAL = Set.of("*/*", MediaType.APPLICATION_JSON);

    /** Headers of which a proxy and this server could each choose another one if there were two. */
    private static final List<String> ONCE =
            List.of("Host", "Authorization", "Content-Type", "Content-Length", "Idempotency-Key");

    private HeaderFault() {}

    /** The problem for the first fault found; empty if the headers are valid. */
    static Optional<Problem> in(HttpServerRequest request) {
        if (request.authority() == null && request.version() == HttpVersion.HTTP_1_1) {
            return Optional.of(fault("Host", "is missing or names no host"));
        }
        for (String header : ONCE) {
            if (request.headers().getAll(header).size() > 1) {
                return Optional.of(fault(header, "must be sent once, not several times"));
            }
        }
        if (isEncoded(request.getHeader("Content-Encoding"))) {
            return Optional.of(Problem.of(
                            ProblemType.UNSUPPORTED_MEDIA_TYPE,
                            "A body must not be compressed; send it without Content-Encoding.")
                    .with("Accept-Encoding", "identity"));
        } else if (isList(request.getHeader("Content-Type")) || !isReadable(request.getHeader("Content-Type"))) {
            return Optional.of(fault("Content-Type", "must be a media type such as application/json"));
        } else if (!isReadable(request.getHeader("Accept"))) {
            return Optional.of(fault("Accept", "must be media types such as application/json"));
        }
        return Optional.empty();
    }

    private static Problem fault(String header, String what) {
        return Problem.invalid(
                Violation.inParameter(header, Violation.NOT_ALLOWED, "The header " + header + " " + what + "."));
    }

    private static boolean isEncoded(@Nullable String coding) {
        return coding != null && !coding.isBlank() && !coding.strip().equalsIgnoreCase("identity");
    }

    /** Returns whether a header has several values; a proxy joins a repeated header with commas. */
    private static boolean isList(@Nullable String value) {
        return value != null && value.indexOf(',') >= 0;
    }

    private static boolean isReadable(@Nullable String mediaTypes) {
        if (mediaTypes == null || USUAL.contains(mediaTypes)) {
            return true;
        }
        try {
            MediaTypeHelper.parseHeader(mediaTypes);
            return true;
        } catch (RuntimeException notOne) {
            // A value that the framework's parser rejects here would fail later as well.
            return false;
        }
    }
}
