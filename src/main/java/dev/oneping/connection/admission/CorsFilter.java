package dev.oneping.connection.admission;

import dev.oneping.connection.ConnectionConfig;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cross-origin access (CORS) to the whole API for the pages and service workers of the allowed origins, the same list
 * that {@link ConnectGuard} applies to WebSockets. The whole API, because no credential is sent by a browser on its own:
 * a page can only do what the key or token it holds permits. For the same reason credentialed requests are not allowed,
 * and a request of any other origin is answered as usual, without the headers that would let the page read the answer.
 *
 * <p>Runs before {@code RequestFilter}, so that a page can read rejections too.
 *
 * @see <a href="https://fetch.spec.whatwg.org/#http-cors-protocol">WHATWG Fetch, CORS protocol</a>
 */
@Singleton
class CorsFilter {

    private static final int BEFORE_REQUEST_FILTER = 1_000_001;
    private static final String API = "/v1/";
    private static final int NO_CONTENT = 204;

    private static final String NOTICES = "/v1/notices/";
    private static final String METHODS = "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS";
    private static final String REQUEST_HEADERS =
            "Accept, Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match, Last-Event-ID, Prefer, "
                    + "Request-Id, Traceparent, Tracestate, Ce-Id, Ce-Source, Ce-Specversion, Ce-Type, Ce-Subject, "
                    + "Ce-Time";
    private static final String RESPONSE_HEADERS =
            "Location, Link, Retry-After, ETag, Request-Id, RateLimit, RateLimit-Policy, Allow, Accept-Post, "
                    + "Accept-Patch, Accept-Encoding, Preference-Applied, WWW-Authenticate";

    /** Two hours; Chromium caches no preflight for longer. */
    private static final String MAX_AGE_SECONDS = "7200";

    private final OriginPolicy origins;

    CorsFilter(ConnectionConfig config) {
        this.origins = new OriginPolicy(config.origins().orElse(List.of()));
    }

    void register(@Observes Filters filters) {
        filters.register(this::filter, BEFORE_REQUEST_FILTER);
    }

    private void filter(RoutingContext context) {
        HttpServerRequest request = context.request();
        String path = request.path();
        if (path == null || !path.startsWith(API)) {
            context.next();
            return;
        }
        MultiMap headers = context.response().headers();
        if (isPublic(request, path)) {
            headers.set("Access-Control-Allow-Origin", "*").set("Access-Control-Expose-Headers", RESPONSE_HEADERS);
            context.next();
            return;
        }
        headers.add("Vary", "Origin");
        String origin = request.getHeader("Origin");
        boolean allowed = origin != null && origins.allows(origin, request.getHeader("Host"));
        if (allowed) {
            headers.set("Access-Control-Allow-Origin", origin).set("Access-Control-Expose-Headers", RESPONSE_HEADERS);
        }
        if (isPreflight(request, origin)) {
            preflight(context, allowed);
        } else {
            context.next();
        }
    }

    /** Returns whether the answer is public and cached as one for all origins, so that it must not vary by them. */
    private static boolean isPublic(HttpServerRequest request, String path) {
        return path.startsWith(NOTICES)
                && (request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.HEAD));
    }

    private static boolean isPreflight(HttpServerRequest request, @Nullable String origin) {
        return origin != null
                && request.method().equals(HttpMethod.OPTIONS)
                && request.getHeader("Access-Control-Request-Method") != null;
    }

    /** Answers a preflight here for every path, because a browser sends none of the credentials that a route needs. */
    private static void preflight(RoutingContext context, boolean allowed) {
        MultiMap headers = context.response()
                .headers()
                .set("Vary", "Origin, Access-Control-Request-Method, Access-Control-Request-Headers");
        if (allowed) {
            headers.set("Access-Control-Allow-Methods", METHODS)
                    .set("Access-Control-Allow-Headers", REQUEST_HEADERS)
                    .set("Access-Control-Max-Age", MAX_AGE_SECONDS);
            headers.remove("Access-Control-Expose-Headers");
        }
        context.response().setStatusCode(NO_CONTENT).end();
    }
}
