package dev.oneping.auth.http;

import dev.oneping.problem.http.ProblemAnswer;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.UnauthorizedException;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.security.RolesAllowed;
import jakarta.inject.Singleton;
import jakarta.ws.rs.container.ResourceInfo;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** Maps failures of the security layer to problems. */
@Singleton
class AuthFailureMapper {

    private final ProblemAnswer answer;

    AuthFailureMapper(ProblemAnswer answer) {
        this.answer = answer;
    }

    @ServerExceptionMapper
    Response missing(UnauthorizedException failure, RoutingContext request) {
        return answer.response(request, AuthProblems.missing());
    }

    @ServerExceptionMapper
    Response failed(AuthenticationFailedException failure, RoutingContext request) {
        return answer.response(request, AuthProblems.invalid());
    }

    @ServerExceptionMapper
    Response forbidden(ForbiddenException failure, RoutingContext request, ResourceInfo resource) {
        List<String> roles = roles(resource).stream()
                .flatMap(allowed -> Arrays.stream(allowed.value()))
                .sorted()
                .toList();
        return answer.response(request, AuthProblems.forbidden(roles));
    }

    private static Optional<RolesAllowed> roles(ResourceInfo resource) {
        return Optional.ofNullable(resource.getResourceMethod().getAnnotation(RolesAllowed.class))
                .or(() -> Optional.ofNullable(resource.getResourceClass().getAnnotation(RolesAllowed.class)));
    }
}
