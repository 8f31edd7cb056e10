package dev.oneping.auth;

import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;

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
            return Uni.createFrom().item(() -> tokens.verify(bearer));
        }
        return keys.find(bearer)
                .map(app -> app.<CredentialResult>map(CredentialResult.Valid::new)
                        .orElseGet(CredentialResult.Invalid::new));
    }

    /** Verifies and consumes a ticket. */
    public Uni<CredentialResult> fromTicket(String ticket) {
        return tokens.redeem(ticket);
    }
}
