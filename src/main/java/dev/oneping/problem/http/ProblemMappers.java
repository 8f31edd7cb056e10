package dev.oneping.problem.http;

import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import jakarta.validation.ConstraintViolationException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Maps exceptions thrown by a resource, or by the framework before it, to problem responses. */
@Singleton
class ProblemMappers {

    private final ExceptionProblems problems;
    private final ProblemAnswer answer;

    ProblemMappers(ExceptionProblems problems, ProblemAnswer answer) {
        this.problems = problems;
        this.answer = answer;
    }

    /** Passes non-errors through: the framework also throws to answer OPTIONS and redirects. */
    @ServerExceptionMapper
    Response answer(WebApplicationException failure, RoutingContext request) {
        return failure.getResponse().getStatus() < 400 ? failure.getResponse() : anything(failure, request);
    }

    /** Overrides the mapper that the validator brings for this exception. */
    @ServerExceptionMapper
    Response rules(ConstraintViolationException failure, RoutingContext request) {
        return anything(failure, request);
    }

    @ServerExceptionMapper
    Response anything(Throwable failure, RoutingContext request) {
        return answer.response(request, problems.of(failure, request));
    }
}
