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
import java.util.List;
import org.jboss.resteasy.reactive.server.ServerExceptionMapper;

/** What the framework's guards throw, as problems: no credential, a bad one, or one that does not allow this. */
@Singleton
class AuthProblems {

    private final ProblemAnswer answer;

    AuthProblems(ProblemAnswer answer) {
        this.answer = answer;
    }

    @ServerExceptionMapper
    Response missing(UnauthorizedException failure, RoutingContext request) {
        return answer.response(
                request,
                unauthenticated(ProblemType.UNAUTHENTICATED, "Send 'Authorization: Bearer' with a key or a token."));
    }

    @ServerExceptionMapper
    Response refused(AuthenticationFailedException failure, RoutingContext request) {
        return answer.response(
                request,
                failure.getCause() instanceof Problem problem
                        ? problem
                        : unauthenticated(ProblemType.INVALID_CREDENTIAL, "The credential is not valid."));
    }

    @ServerExceptionMapper
    Response forbidden(ForbiddenException failure, RoutingContext request, ResourceInfo resource) {
        return answer.response(request, Problem.of(ProblemType.FORBIDDEN, need(roles(resource))));
    }

    private static Problem unauthenticated(ProblemType type, String detail) {
        return Problem.of(type, detail).with("WWW-Authenticate", BearerMechanism.CHALLENGE);
    }

    private static String need(List<String> roles) {
        if (roles.isEmpty()) {
            return "Nobody may do this.";
        }
        List<String> scopes =
                roles.stream().filter(role -> !role.equals(Roles.DEVICE)).toList();
        String key = "an API key with the scope '" + String.join("' or '", scopes) + "'";
        if (scopes.isEmpty()) {
            return "This needs a device token.";
        }
        return "This needs " + key + (scopes.size() < roles.size() ? ", or a device token." : ".");
    }

    private static List<String> roles(ResourceInfo resource) {
        RolesAllowed onMethod = resource.getResourceMethod().getAnnotation(RolesAllowed.class);
        RolesAllowed onClass = resource.getResourceClass().getAnnotation(RolesAllowed.class);
        RolesAllowed nearest = onMethod != null ? onMethod : onClass;
        return nearest == null ? List.of() : List.of(nearest.value());
    }
}
