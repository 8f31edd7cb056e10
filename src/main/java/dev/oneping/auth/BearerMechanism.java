package dev.oneping.auth;

import dev.oneping.auth.Caller.DeviceCaller;
import dev.oneping.problem.Problem;
import dev.oneping.problem.ProblemType;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;

/** Reads {@code Authorization: Bearer} with an API key or a device token. */
@Singleton
class BearerMechanism implements HttpAuthenticationMechanism {

    static final String CHALLENGE = "Bearer";
    private static final String SCHEME = "bearer ";

    private final ApiKeys keys;
    private final DeviceTokens tokens;

    BearerMechanism(ApiKeys keys, DeviceTokens tokens) {
        this.keys = keys;
        this.tokens = tokens;
    }

    /** Nobody without the header; a failure, caused by a {@link Problem}, if what it holds is not good. */
    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext request, IdentityProviderManager ignored) {
        String header = request.request().getHeader("Authorization");
        if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return Uni.createFrom().nullItem();
        }
        Secret text = new Secret(header.substring(SCHEME.length()).strip());
        return DeviceTokens.isTokenShaped(text)
                ? Uni.createFrom().item(() -> byToken(text))
                : onThisContext(keys.find(text)).map(found -> found.orElseThrow(BearerMechanism::unknownKey));
    }

    /** Before the framework's own mechanism for JWTs, which knows other issuers than us. */
    @Override
    public int getPriority() {
        return DEFAULT_PRIORITY + 1000;
    }

    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext request) {
        return Uni.createFrom().item(new ChallengeData(401, "WWW-Authenticate", CHALLENGE));
    }

    /** Redis answers on an event loop of its own choice; the framework goes on only where the request is at home. */
    private static <T> Uni<T> onThisContext(Uni<T> answer) {
        Context home = Vertx.currentContext();
        return home == null ? answer : answer.emitOn(task -> home.runOnContext(ignored -> task.run()));
    }

    private SecurityIdentity byToken(Secret text) {
        return switch (tokens.prove(text)) {
            case Proof.Valid<DeviceCaller>(DeviceCaller caller) -> new CallerIdentity(caller);
            case Proof.Expired<DeviceCaller>() ->
                throw refused(ProblemType.EXPIRED_TOKEN, "The device token has expired.");
            case Proof.Invalid<DeviceCaller>() ->
                throw refused(ProblemType.INVALID_CREDENTIAL, "The device token was not issued by this server.");
        };
    }

    private static AuthenticationFailedException unknownKey() {
        return refused(ProblemType.INVALID_CREDENTIAL, "The API key is not known here, or was taken back.");
    }

    private static AuthenticationFailedException refused(ProblemType type, String detail) {
        return new AuthenticationFailedException(Problem.of(type, detail).with("WWW-Authenticate", CHALLENGE));
    }
}
