package dev.oneping.problem.http;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;
import org.jspecify.annotations.Nullable;

/**
 * The header {@code Expect: 100-continue} (RFC 9110, 10.1.1), with which a client waits for a word before it sends a body.
 * The service answers it in one place, for every path, because only a part of the framework does.
 */
final class Expectation {

    private static final String HEADER = "Expect";

    private Expectation() {}

    /** Lets the client send its body, and removes the header, so that no later handler answers it again. */
    static void meet(HttpServerRequest request) {
        if (isOf(request)) {
            request.headers().remove(HEADER);
            if (!request.isEnded()) {
                request.response().writeContinue();
            }
        }
    }

    /**
     * Closes the connection after the final response to a request whose client waits: the client may send the body or not,
     * so the end of the request is unknown.
     */
    static void disappoint(RoutingContext request) {
        if (isOf(request.request())) {
            request.response().putHeader("Connection", "close");
            request.addEndHandler(ignored -> request.request().connection().close());
        }
    }

    private static boolean isOf(HttpServerRequest request) {
        return request.version() == HttpVersion.HTTP_1_1 && isContinue(request.getHeader(HEADER));
    }

    private static boolean isContinue(@Nullable String expectation) {
        return "100-continue".equalsIgnoreCase(expectation);
    }
}
