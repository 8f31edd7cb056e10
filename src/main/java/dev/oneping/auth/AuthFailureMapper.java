package dev.oneping.auth;

import dev.oneping.problem.Problem;
import dev.oneping.problem.ProblemAnswer;
import dev.oneping.problem.ProblemType;
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
import java.util.stream.Collectors;
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
        return answer.response(
                request,
                Problem.of(
                                ProblemType.UNAUTHENTICATED,
                                "The header 'Authorization: Bearer' with an API key or a device token is required.")
                        .with("WWW-Authenticate", "Bearer"));
    }

    @ServerExceptionMapper
    Response failed(AuthenticationFailedException failure, RoutingContext request) {
        return answer.response(
                request,
                Problem.of(ProblemType.INVALID_CREDENTIAL, "The credential is not valid.")
                        .with("WWW-Authenticate", "Bearer"));
    }

    @ServerExceptionMapper
    Response forbidden(ForbiddenException failure, RoutingContext request, ResourceInfo resource) {
        List<String> roles = roles(resource).stream()
                .flatMap(allowed -> Arrays.stream(allowed.value()))
                .sorted()
                .toList();
        return answer.response(request, Problem.of(ProblemType.FORBIDDEN, need(roles)));
    }

    /** Describes the required credential in the terms of the API: scopes of a key, or a device token. */
    private static String need(List<String> roles) {
        String scopes = roles.stream()
                .filter(role -> !role.equals(CurrentCaller.DEVICE))
                .collect(Collectors.joining("' or '"));
        String key = "An API key with the scope '" + scopes + "'";
        if (roles.isEmpty()) {
            return "This operation is not allowed for any credential.";
        } else if (scopes.isEmpty()) {
            return "A device token is required.";
        }
        return key + (roles.contains(CurrentCaller.DEVICE) ? ", or a device token, is required." : " is required.");
    }

    private static Optional<RolesAllowed> roles(ResourceInfo resource) {
        return Optional.ofNullable(resource.getResourceMethod().getAnnotation(RolesAllowed.class))
                .or(() -> Optional.ofNullable(resource.getResourceClass().getAnnotation(RolesAllowed.class)));
    }
}
