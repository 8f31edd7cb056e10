package dev.oneping.auth;

import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;

/** Tells of any credential whose it is. */
@Singleton
public class CredentialVerifier {

    private static final String JWT_BEGINS = "eyJ";

    private final ApiKeys keys;
    private final DeviceTokens tokens;

    CredentialVerifier(ApiKeys keys, DeviceTokens tokens) {
        this.keys = keys;
        this.tokens = tokens;
    }

    /** An API key or a device token, as it stands behind {@code Bearer}. */
    public Uni<CredentialResult> fromBearer(String bearer) {
        if (bearer.startsWith(JWT_BEGINS)) {
            return Uni.createFrom().item(() -> tokens.verify(bearer));
        }
        return keys.find(bearer)
                .map(app -> app.<CredentialResult>map(CredentialResult.Valid::new)
                        .orElseGet(CredentialResult.Invalid::new));
    }

    /** A ticket; it is good once. */
    public Uni<CredentialResult> fromTicket(String ticket) {
        return tokens.redeem(ticket);
    }
}
