package dev.oneping.auth.http;

import dev.oneping.auth.Caller;
import dev.oneping.auth.CredentialResult;
import dev.oneping.auth.CurrentCaller;
import dev.oneping.auth.Scope;
import dev.oneping.auth.key.ApiKeyRateLimiter;
import dev.oneping.auth.token.AckTickets;
import dev.oneping.auth.token.DeviceRateLimiter;
import dev.oneping.problem.Problem;
import dev.oneping.problem.ProblemType;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.security.runtime.QuarkusPrincipal;
import io.quarkus.security.runtime.QuarkusSecurityIdentity;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.smallrye.mutiny.Uni;
import io.vertx.core.net.SocketAddress;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Authentication by {@code Authorization: Bearer} with an API key or a device token. An app has its key's scopes as
 * roles; a device has the role {@link CurrentCaller#DEVICE}. An invalid credential is rejected even if none is
 * required.
 */
@Singleton
class BearerMechanism implements HttpAuthenticationMechanism {

    private static final String BEARER = "bearer ";
    private static final int BEFORE_OTHERS = DEFAULT_PRIORITY + 1000;

    private final CredentialVerifier credentials;
    private final AckTickets tickets;
    private final ApiKeyRateLimiter rates;
    private final DeviceRateLimiter deviceRates;
    private final RefusedCredentials refused;

    BearerMechanism(
            CredentialVerifier credentials,
            AckTickets tickets,
            ApiKeyRateLimiter rates,
            DeviceRateLimiter deviceRates,
            RefusedCredentials refused) {
        this.credentials = credentials;
        this.tickets = tickets;
        this.rates = rates;
        this.deviceRates = deviceRates;
        this.refused = refused;
    }

    @Override
    public Uni<SecurityIdentity> authenticate(RoutingContext request, IdentityProviderManager ignored) {
        String bearer = bearer(request.request().getHeader("Authorization"));
        if (bearer == null) {
            return Uni.createFrom().nullItem();
        }
        if (bearer.startsWith(AckTickets.PREFIX)) {
            return Uni.createFrom()
                    .item(() -> tickets.verify(bearer))
                    .chain(ticket -> ticket.isEmpty()
                            ? Uni.createFrom().item(identity(ticket))
                            : credentials
                                    .unlessClosed(
                                            ticket.get().device().tenant(),
                                            new CredentialResult.Valid(
                                                    ticket.get().device()))
                                    .invoke(CredentialResult::orRefused)
                                    .replaceWith(() -> identity(ticket)));
        }
        SocketAddress from = request.request().remoteAddress();
        if (credentials.isCostly(bearer)) {
            refused.refusal(from).ifPresent(problem -> {
                throw problem;
            });
        }
        return credentials.fromBearer(bearer, from.hostAddress()).map(credential -> {
            if (credential instanceof CredentialResult.Invalid) {
                refuse(from);
            }
            Caller caller = credential.orRefused();
            request.put(CurrentCaller.ATTRIBUTE, caller);
            switch (caller) {
                case Caller.App app -> rates.take(app, request.response().headers());
                case Caller.Device device -> deviceRates.take(device);
            }
            return identity(caller, credential);
        });
    }

    private void refuse(SocketAddress from) {
        refused.refusal(from).ifPresent(problem -> {
            throw problem;
        });
        refused.count(from);
    }

    @Override
    public Uni<ChallengeData> getChallenge(RoutingContext request) {
        return Uni.createFrom().item(new ChallengeData(401, "WWW-Authenticate", "Bearer"));
    }

    @Override
    public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
        return Set.of();
    }

    @Override
    public int getPriority() {
        return BEFORE_OTHERS;
    }

    private static SecurityIdentity identity(Optional<AckTickets.Ticket> verified) {
        AckTickets.Ticket ticket = verified.orElseThrow(
                () -> Problem.of(ProblemType.INVALID_CREDENTIAL, "The ack ticket is not valid, or has expired.")
                        .with("WWW-Authenticate", "Bearer"));
        return QuarkusSecurityIdentity.builder()
                .addAttribute(CurrentCaller.ATTRIBUTE, ticket.device())
                .addAttribute(CurrentCaller.ONLY, ticket.notification())
                .setPrincipal(new QuarkusPrincipal(ticket.device().userRef().toString()))
                .addRole(CurrentCaller.ACK)
                .build();
    }

    private static SecurityIdentity identity(Caller caller, CredentialResult credential) {
        QuarkusSecurityIdentity.Builder identity =
                QuarkusSecurityIdentity.builder().addAttribute(CurrentCaller.ATTRIBUTE, caller);
        if (credential instanceof CredentialResult.Valid valid && valid.expiresAt() != null) {
            identity.addAttribute(CurrentCaller.EXPIRES_AT, valid.expiresAt());
            identity.addAttribute(CurrentCaller.TOKEN_ID, valid.tokenId());
        }
        return switch (caller) {
            case Caller.App app ->
                identity.setPrincipal(new QuarkusPrincipal(app.key()))
                        .addRoles(Scope.roles(app.scopes()))
                        .build();
            case Caller.Device device ->
                identity.setPrincipal(new QuarkusPrincipal(device.userRef().toString()))
                        .addRole(CurrentCaller.DEVICE)
                        .build();
        };
    }

    private static @Nullable String bearer(@Nullable String header) {
        if (header == null || !header.toLowerCase(Locale.ROOT).startsWith(BEARER)) {
            return null;
        }
        return header.substring(BEARER.length()).strip();
    }
}
