package dev.oneping.problem;

import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import jakarta.validation.ConstraintViolationException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Everything that a resource, or the framework before it, throws. */
@Singleton
class ProblemMappers {

    private final Problems problems;
    private final ProblemAnswer answer;
    private final KnownRoutes routes;

    ProblemMappers(Problems problems, ProblemAnswer answer, KnownRoutes routes) {
        this.problems = problems;
        this.answer = answer;
        this.routes = routes;
    }

    /** The framework answers an OPTIONS, or a redirection, by an exception too. */
    @ServerExceptionMapper
    Response answer(WebApplicationException failure, RoutingContext request) {
        if (failure.getResponse().getStatus() >= 400) {
            return anything(failure, request);
        }
        return request.request().method().equals(HttpMethod.OPTIONS) ? options(request) : failure.getResponse();
    }

    /** In our words, for the framework's promise HEAD where there is no GET, and methods of paths that are not there. */
    private Response options(RoutingContext request) {
        String path = request.normalizedPath();
        return routes.knows(path)
                ? Response.noContent().header("Allow", routes.methods(path)).build()
                : anything(Problem.notFound("path " + path), request);
    }

    /** Named apart, for the validator has a mapper of its own. */
    @ServerExceptionMapper
    Response rules(ConstraintViolationException failure, RoutingContext request) {
        return anything(failure, request);
    }

    @ServerExceptionMapper
    Response anything(Throwable failure, RoutingContext request) {
        return answer.response(request, problems.of(failure, request));
    }
}
