package dev.oneping.problem.http;

import dev.oneping.change.ContentionException;
import dev.oneping.problem.Problem;
import dev.oneping.problem.ProblemType;
import dev.oneping.problem.json.ConstraintMessages;
import dev.oneping.redis.server.RedisUnavailable;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.HttpException;
import jakarta.inject.Singleton;
import jakarta.validation.ConstraintViolationException;
import jakarta.ws.rs.NotFoundException;
import jakarta.ws.rs.WebApplicationException;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import org.jboss.logging.Logger;

/** Maps what a request failed with to the problem that the caller receives, for resources and routes alike. */
@Singleton
class ExceptionProblems {

    private static final Logger LOG = Logger.getLogger(ExceptionProblems.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final KnownRoutes routes;

    ExceptionProblems(KnownRoutes routes) {
        this.routes = routes;
    }

    Problem of(Throwable failure, RoutingContext request) {
        return switch (failure) {
            case Problem problem -> problem;
            case RedisUnavailable away -> unavailable("The data store does not respond.");
            case ContentionException lost ->
                unavailable("Too many requests change the same resource at the same time.");
            case RejectedExecutionException busy -> unavailable("The server is overloaded.");
            case ConstraintViolationException rules ->
                ConstraintFault.of(rules).orElseGet(() -> ourMistake(failure, request));
            case WebApplicationException answer
            when answer.getResponse().getStatus() < 500 ->
                ofStatus(answer, answer.getResponse().getStatus(), request);
            case HttpException answer
            when answer.getStatusCode() < 500 -> ofStatus(answer, answer.getStatusCode(), request);
            default -> ourMistake(failure, request);
        };
    }

    /** The problem for a request that the framework rejected with nothing but a status code. */
    Problem ofStatus(int status, RoutingContext request) {
        String path = request.normalizedPath();
        return switch (ProblemType.ofStatus(status)) {
            case NOT_FOUND -> Problem.notFound("path " + path);
            case METHOD_NOT_ALLOWED ->
                Problem.of(
                                ProblemType.METHOD_NOT_ALLOWED,
                                request.request().method() + " is not supported by " + path + ".")
                        .with("Allow", routes.methods(path));
            case NOT_ACCEPTABLE ->
                Problem.of(ProblemType.NOT_ACCEPTABLE, "This resource is available only as application/json.");
            case UNSUPPORTED_MEDIA_TYPE -> unsupported(path, request.request());
            case UNAVAILABLE -> unavailable("The server is overloaded.");
            case INVALID_REQUEST -> Problem.of(ProblemType.INVALID_REQUEST, "The request cannot be read.");
            case ProblemType type -> Problem.of(type, type.title() + ".");
        };
    }

    private Problem ofStatus(RuntimeException failure, int status, RoutingContext request) {
        boolean parameter = failure instanceof NotFoundException && failure.getCause() != null;
        return parameter ? ConstraintMessages.refusal("", failure.getCause()) : ofStatus(status, request);
    }

    private Problem unsupported(String path, HttpServerRequest request) {
        return MissingContentType.unsupported(
                request, routes.mediaTypes(path, request.method().name()));
    }

    private static Problem unavailable(String detail) {
        return Problem.of(ProblemType.UNAVAILABLE, detail + " Retry the request shortly.")
                .retryAfter(PAUSE);
    }

    private static Problem ourMistake(Throwable failure, RoutingContext request) {
        LOG.errorf(failure, "request %s failed", RequestId.of(request));
        return Problem.of(
                ProblemType.INTERNAL_ERROR,
                "The request failed because of an error in the server; its log has the cause under the request id.");
    }
}
