package dev.oneping.auth.http;

import dev.oneping.auth.Caller;
import dev.oneping.auth.CurrentCaller;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.QuarkusHttpUser;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.List;

/** Authentication of requests that are handled by a route outside the resources, such as a stream of events. */
@Singleton
public class RouteAuthentication {

    private final IdentityProviderManager providers;

    RouteAuthentication(IdentityProviderManager providers) {
        this.providers = providers;
    }

    /** Returns the caller of a request; fails with a problem if it lacks a valid credential, or has none of the roles. */
    public Uni<Caller> require(RoutingContext request, String... roles) {
        return QuarkusHttpUser.getSecurityIdentity(request, providers)
                .map(identity -> caller(identity, List.of(roles)))
                .onFailure(AuthenticationFailedException.class)
                .transform(ignored -> AuthProblems.invalid());
    }

    private static Caller caller(SecurityIdentity identity, List<String> roles) {
        Caller caller = CurrentCaller.of(identity).orElseThrow(AuthProblems::missing);
        if (roles.stream().noneMatch(identity::hasRole)) {
            throw AuthProblems.forbidden(roles);
        }
        return caller;
    }
}
