package dev.oneping.problem.http;

import dev.oneping.problem.Problem;
import dev.oneping.problem.ProblemType;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Handles requests without {@code Content-Type}. One without a body needs none (RFC 9110, 8.3), but the framework would
 * choose the resource method by it and reject the request; one with a body is rejected, because the framework would take
 * the first method of the path, whatever it reads.
 */
@Singleton
class MissingContentType {

    private static final Set<HttpMethod> WITH_BODY =
            Set.of(HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH, HttpMethod.DELETE);

    private static final String JSON = MediaType.APPLICATION_JSON;

    private final KnownRoutes routes;

    MissingContentType(KnownRoutes routes) {
        this.routes = routes;
    }

    /** Returns the problem of a body without a type; marks an absent body as the route's own type. */
    Optional<Problem> in(RoutingContext context) {
        HttpServerRequest request = context.request();
        if (!WITH_BODY.contains(request.method())
                || request.getHeader("Content-Type") != null
                || request.version() == HttpVersion.HTTP_2) {
            return Optional.empty();
        }
        List<String> accepted =
                routes.mediaTypes(context.normalizedPath(), request.method().name());
        if (accepted.isEmpty() || accepted.contains(MediaType.WILDCARD)) {
            return Optional.empty();
        } else if (hasBody(request)) {
            return Optional.of(unsupported(request, accepted));
        }
        request.headers().set("Content-Type", accepted.contains(JSON) ? JSON : accepted.getFirst());
        return Optional.empty();
    }

    private static boolean hasBody(HttpServerRequest request) {
        String length = request.getHeader("Content-Length");
        return request.getHeader("Transfer-Encoding") != null || (length != null && !length.equals("0"));
    }

    /** Returns the problem of a body with none of the accepted types. */
    static Problem unsupported(HttpServerRequest request, List<String> accepted) {
        String sent = request.getHeader("Content-Type");
        String wrong = sent == null ? "and the header Content-Type must say so" : "not " + sent;
        String header = request.method().equals(HttpMethod.PATCH) ? "Accept-Patch" : "Accept-Post";
        return Problem.of(
                        ProblemType.UNSUPPORTED_MEDIA_TYPE,
                        "The body must be " + String.join(" or ", accepted) + ", " + wrong + ".")
                .with(header, String.join(", ", accepted));
    }
}
