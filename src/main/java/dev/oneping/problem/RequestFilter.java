package dev.oneping.problem;

import io.quarkus.vertx.http.runtime.filters.Filters;
import io.vertx.core.VertxException;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/**
 * Where every request enters, before any route: it gets its id, and is refused at once if its path holds a semicolon, its
 * body is too large or its headers cannot be read. And where every request ends that no route could answer.
 *
 * <p>A semicolon begins a matrix parameter, which path-based permissions do not see (CVE-2026-39852). We use none of
 * either.
 */
@Singleton
class RequestFilter {

    private static final int FIRST = 1_000_000;
    private static final int LAST = Integer.MAX_VALUE - 1;
    private static final int BAD_REQUEST = 400;

    private final ExceptionProblems problems;
    private final ProblemAnswer answer;
    private final RequestConfig limits;
    private final long maxBody;

    RequestFilter(ExceptionProblems problems, ProblemAnswer answer, RequestConfig limits) {
        this.problems = problems;
        this.answer = answer;
        this.limits = limits;
        this.maxBody = limits.maxBody().asLongValue();
    }

    void open(@Observes Filters filters) {
        filters.register(this::enter, FIRST);
    }

    /** Before the framework's own last handler, whose answers are pages for browsers. */
    void close(@Observes Router router) {
        router.route().order(LAST).failureHandler(this::fail);
    }

    private void enter(RoutingContext request) {
        RequestId.assign(request);
        String path = request.request().path();
        if (path != null && path.indexOf(';') >= 0) {
            answer.end(request, Problem.of(ProblemType.INVALID_REQUEST, "A path must not hold a semicolon."));
        } else if (declaredLength(request.request()) > maxBody) {
            answer.end(request, StrictJsonReader.tooLarge(limits));
            request.request().resume();
        } else {
            HeaderFault.in(request.request()).ifPresentOrElse(fault -> answer.end(request, fault), request::next);
        }
    }

    /** The length that the caller announced; 0 if none, for then the reader counts. */
    private static long declaredLength(HttpServerRequest request) {
        String length = request.getHeader("Content-Length");
        return length == null ? 0 : Long.parseLong(length);
    }

    private void fail(RoutingContext request) {
        Throwable failure = request.failure();
        answer.end(request, failure == null || isRefusal(request) ? refused(request) : problems.of(failure, request));
    }

    /** Whether Vert.x has refused it by itself, before we saw it. */
    private static boolean isRefusal(RoutingContext request) {
        return request.failure() instanceof VertxException && request.statusCode() == BAD_REQUEST;
    }

    private Problem refused(RoutingContext request) {
        return HeaderFault.in(request.request()).orElseGet(() -> problems.ofStatus(request.statusCode(), request));
    }
}
