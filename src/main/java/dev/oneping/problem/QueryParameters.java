package dev.oneping.problem;

import io.netty.handler.codec.http.QueryStringDecoder;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import java.util.Set;
import java.util.TreeSet;

/** Rejects query parameters that an operation does not have: a misspelled one would otherwise silently do nothing. */
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
     * @throws Problem if one is unknown
     */
    public static void requireKnown(HttpServerRequest request, Set<String> known) {
        if (request.query() == null) {
            return;
        }
        for (String name : request.params().names()) {
            if (!known.contains(name) && isInQuery(request.query(), name)) {
                throw unknown(name, known);
            }
        }
    }

    /** Returns whether a parameter is from the query; Vert.x adds those of the path and of a form to the same map. */
    private static boolean isInQuery(String query, String name) {
        return new QueryStringDecoder(query, false).parameters().containsKey(name);
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
