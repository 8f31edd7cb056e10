package dev.oneping.problem.http;

import dev.oneping.problem.DidYouMean;
import dev.oneping.problem.Problem;
import dev.oneping.problem.Violation;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;
import java.util.TreeSet;

/**
 * Rejects query parameters that an operation does not have, or that are sent twice: a misspelled one, or the second, would
 * otherwise silently do nothing.
 */
public final class QueryParameters {

    private QueryParameters() {}

    /** Returns a handler that lets requests with only these query parameters pass. */
    public static Handler<RoutingContext> only(String... known) {
        Set<String> names = Set.of(known);
        return context -> {
            requireKnown(context.request(), names);
            context.next();
        };
    }

    /**
     * Checks the names of a request's query parameters.
     *
     * @throws Problem if one is unknown, or sent several times
     */
    public static void requireKnown(HttpServerRequest request, Set<String> known) {
        if (request.query() == null) {
            return;
        }
        // Vert.x adds the parameters of the path and of a form to the same map.
        new QueryStringDecoder(request.query(), false).parameters().forEach((name, values) -> {
            if (!known.contains(name)) {
                throw unknown(name, known);
            }
            if (values.size() > 1) {
                throw Problem.invalid(Violation.inParameter(
                        name,
                        Violation.NOT_ALLOWED,
                        "The query parameter '" + name + "' must be sent once, not several times."));
            }
        });
    }

    private static Problem unknown(String name, Set<String> known) {
        String hint = DidYouMean.of(name, known)
                .map(near -> "Did you mean '" + near + "'?")
                .orElse(
                        known.isEmpty()
                                ? "This operation has none."
                                : "The parameters are " + String.join(", ", new TreeSet<>(known)) + ".");
        return Problem.invalid(Violation.inParameter(
                name, Violation.UNKNOWN_FIELD, "There is no query parameter '" + name + "'. " + hint));
    }
}
