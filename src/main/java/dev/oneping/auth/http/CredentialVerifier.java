package dev.oneping.auth.http;

import dev.oneping.auth.CredentialResult;
import dev.oneping.auth.key.ApiKeys;
import dev.oneping.auth.token.DeviceTokens;
import dev.oneping.auth.token.TenantTokens;
import dev.oneping.auth.token.TokenIssuers;
import dev.oneping.model.TenantId;
import dev.oneping.tenant.TenantSettings;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Verifies credentials of every kind. */
@Singleton
public class CredentialVerifier {

    private static final String JWT_BEGINS = "eyJ";

    private final ApiKeys keys;
    private final DeviceTokens tokens;
    private final TenantTokens foreign;
    private final TokenIssuers issuers;
    private final TenantSettings tenants;

    CredentialVerifier(
            ApiKeys keys, DeviceTokens tokens, TenantTokens foreign, TokenIssuers issuers, TenantSettings tenants) {
        this.keys = keys;
        this.tokens = tokens;
        this.foreign = foreign;
        this.issuers = issuers;
        this.tenants = tenants;
    }

    /**
     * Verifies an API key or a device token, the text after {@code Bearer}.
     *
     * @param address the address that it comes from; null if it has none
     */
    public Uni<CredentialResult> fromBearer(String bearer, @Nullable String address) {
        Uni<CredentialResult> verified = bearer.startsWith(JWT_BEGINS)
                ? Uni.createFrom().deferred(() -> token(bearer).chain(tokens::unlessRevoked))
                : keys.verify(bearer, address);
        return verified.chain(this::unlessClosed);
    }

    private Uni<CredentialResult> token(String jwt) {
        return TenantTokens.isForeign(jwt)
                ? foreign.verify(jwt)
                : Uni.createFrom().item(tokens.verify(jwt));
    }

    /** Returns the result, or that the tenant of the credential is closed. */
    private Uni<CredentialResult> unlessClosed(CredentialResult result) {
        return result instanceof CredentialResult.Valid valid
                ? unlessClosed(valid.caller().tenant(), result)
                : Uni.createFrom().item(result);
    }

    /** Returns the result of a credential of a tenant, or that the tenant is closed. */
    Uni<CredentialResult> unlessClosed(TenantId tenant, CredentialResult result) {
        return tenants.of(tenant).map(found -> switch (found.state()) {
            case ACTIVE -> result;
            case SUSPENDED -> new CredentialResult.Suspended();
            case DELETING -> new CredentialResult.Invalid();
        });
    }

    /** Returns whether a bearer credential cannot be verified without Redis, and was not found to be valid lately. */
    boolean isCostly(String bearer) {
        return !isSignedByUs(bearer) && !keys.isRecent(bearer);
    }

    private static boolean isSignedByUs(String bearer) {
        return bearer.startsWith(JWT_BEGINS) && !TenantTokens.isForeign(bearer);
    }

    /**
     * Verifies what can be verified of a bearer credential without asking Redis: the signature and the expiry of a device token that we
     * issued.
     *
     * @return the result, which does not say whether the device was revoked; empty for any other kind of credential
     */
    public Optional<CredentialResult> signed(String bearer) {
        return isSignedByUs(bearer) ? Optional.of(tokens.verify(bearer)) : Optional.empty();
    }

    /** Verifies and consumes a ticket. */
    public Uni<CredentialResult> fromTicket(String ticket) {
        return tokens.redeem(ticket).chain(this::unlessIssuerChanged).chain(this::unlessClosed);
    }

    /** Returns the result, or that the issuer of the token that asked for the ticket was removed or replaced since. */
    private Uni<CredentialResult> unlessIssuerChanged(CredentialResult result) {
        return result instanceof CredentialResult.Valid valid
                ? issuers.counts(valid.caller().tenant(), valid.tokenId(), valid.issuedAt())
                        .map(counts -> counts ? result : new CredentialResult.Invalid())
                : Uni.createFrom().item(result);
    }
}
