package dev.oneping.problem;

import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import jakarta.validation.ConstraintViolationException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Everything that a resource, or the framework before it, throws. */
@Singleton
class ProblemMappers {

    private final ExceptionProblems problems;
    private final ProblemAnswer answer;

    ProblemMappers(ExceptionProblems problems, ProblemAnswer answer) {
        this.problems = problems;
        this.answer = answer;
    }

    /** The framework answers an OPTIONS, or a redirection, by an exception too. */
    @ServerExceptionMapper
    Response answer(WebApplicationException failure, RoutingContext request) {
        return failure.getResponse().getStatus() < 400 ? failure.getResponse() : anything(failure, request);
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
