package dev.oneping.auth;

import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Verifies credentials of every kind. */
@Singleton
public class CredentialVerifier {

    private static final String JWT_BEGINS = "eyJ";

    private final ApiKeys keys;
    private final DeviceTokens tokens;

    CredentialVerifier(ApiKeys keys, DeviceTokens tokens) {
        this.keys = keys;
        this.tokens = tokens;
    }

    /** Verifies an API key or a device token, the text after {@code Bearer}. */
    public Uni<CredentialResult> fromBearer(String bearer) {
        if (bearer.startsWith(JWT_BEGINS)) {
            return Uni.createFrom().deferred(() -> tokens.unlessRevoked(tokens.verify(bearer)));
        }
        return keys.find(bearer)
                .map(app -> app.<CredentialResult>map(CredentialResult.Valid::new)
                        .orElseGet(CredentialResult.Invalid::new));
    }

    /** Returns whether a bearer credential cannot be verified without Redis, and was not found to be valid lately. */
    boolean isCostly(String bearer) {
        return !bearer.startsWith(JWT_BEGINS) && !keys.isRecent(bearer);
    }

    /**
     * Verifies what can be verified of a bearer credential without asking Redis: the signature and the expiry of a device token.
     *
     * @return the result, which does not say whether the device was revoked; empty for any other kind of credential
     */
    public Optional<CredentialResult> signed(String bearer) {
        return bearer.startsWith(JWT_BEGINS) ? Optional.of(tokens.verify(bearer)) : Optional.empty();
    }

    /** Verifies and consumes a ticket. */
    public Uni<CredentialResult> fromTicket(String ticket) {
        return tokens.redeem(ticket);
    }
}
