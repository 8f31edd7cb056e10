package dev.oneping.problem.http;

import dev.oneping.problem.Problem;
import dev.oneping.problem.ProblemType;
import dev.oneping.problem.RequestConfig;
import dev.oneping.problem.json.StrictJsonReader;
import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.VertxException;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Assigns every request its id before routing, and rejects it if its path contains a semicolon, its body is too large
 * or its headers are invalid. Also responds to requests that no route could handle.
 *
 * <p>A semicolon begins a matrix parameter, which path-based permissions ignore (CVE-2026-39852). oneping uses
 * neither.
 */
@Singleton
class RequestFilter {

    private static final Logger LOG = Logger.getLogger(RequestFilter.class);
    private static final int FIRST = 1_000_000;
    private static final int LAST = Integer.MAX_VALUE - 1;
    private static final String API = "/v1/";
    private static final int BAD_REQUEST = 400;

    private final ExceptionProblems problems;
    private final ProblemAnswer answer;
    private final MissingContentType missingType;
    private final PlainRoutes plain;
    private final RequestConfig limits;
    private final long maxBody;

    RequestFilter(
            ExceptionProblems problems,
            ProblemAnswer answer,
            MissingContentType missingType,
            PlainRoutes plain,
            RequestConfig limits) {
        this.problems = problems;
        this.answer = answer;
        this.missingType = missingType;
        this.plain = plain;
        this.limits = limits;
        this.maxBody = limits.maxBody().asLongValue();
    }

    void open(@Observes Filters filters) {
        filters.register(this::enter, FIRST);
    }

    /** Runs before the framework's own last handler, which responds with HTML pages. */
    void close(@Observes Router router) {
        router.route().order(LAST).failureHandler(this::fail);
    }

    private void enter(RoutingContext request) {
        RequestId.assign(request);
        // Without a handler Vert.x logs an error for each client that resets its connection.
        request.request().connection().exceptionHandler(RequestFilter::lost);
        setDefaults(request);
        fault(request).ifPresentOrElse(fault -> refuse(request, fault), () -> {
            if (!plain.answers(request)) {
                Expectation.meet(request.request());
                request.next();
            }
        });
    }

    private Optional<Problem> fault(RoutingContext request) {
        String path = request.request().path();
        if (path != null && path.indexOf(';') >= 0) {
            return Optional.of(Problem.of(ProblemType.INVALID_REQUEST, "A path must not contain a semicolon."));
        }
        if (declaredLength(request.request()) > maxBody) {
            return Optional.of(StrictJsonReader.tooLarge(limits));
        }
        return HeaderFault.in(request.request()).or(() -> missingType.in(request));
    }

    private void refuse(RoutingContext request, Problem fault) {
        Expectation.disappoint(request);
        answer.end(request, fault);
        request.request().resume();
    }

    private static void lost(Throwable reason) {
        LOG.debugf("a client has left: %s", reason.getMessage());
    }

    /** Sets headers that hold unless the handler of the request sets others: answers of the API are nobody else's. */
    private static void setDefaults(RoutingContext request) {
        request.response().putHeader("X-Content-Type-Options", "nosniff");
        String path = request.request().path();
        if (path == null || path.startsWith(API)) {
            request.response().putHeader("Cache-Control", "no-store");
        }
    }

    /** The value of {@code Content-Length}; 0 if absent, in which case the body reader enforces the limit. */
    private static long declaredLength(HttpServerRequest request) {
        String length = request.getHeader("Content-Length");
        return length == null ? 0 : Long.parseLong(length);
    }

    private void fail(RoutingContext request) {
        Throwable failure = request.failure();
        answer.end(request, failure == null || isRefusal(request) ? refused(request) : problems.of(failure, request));
    }

    /** Returns whether Vert.x rejected the request before our filter ran. */
    private static boolean isRefusal(RoutingContext request) {
        return request.failure() instanceof VertxException && request.statusCode() == BAD_REQUEST;
    }

    private Problem refused(RoutingContext request) {
        return HeaderFault.in(request.request()).orElseGet(() -> problems.ofStatus(request.statusCode(), request));
    }
}
