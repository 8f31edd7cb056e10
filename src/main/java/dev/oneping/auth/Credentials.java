package dev.oneping.auth;

import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;

/** Tells of any credential whose it is. */
@Singleton
public class Credentials {

    private static final String JWT_BEGINS = "eyJ";

    private final ApiKeys keys;
    private final DeviceTokens tokens;

    Credentials(ApiKeys keys, DeviceTokens tokens) {
        this.keys = keys;
        this.tokens = tokens;
    }

    /** An API key or a device token, as it stands behind {@code Bearer}. */
    public Uni<Credential> fromBearer(String bearer) {
        if (bearer.startsWith(JWT_BEGINS)) {
            return Uni.createFrom().item(() -> tokens.verify(bearer));
        }
        return keys.find(bearer)
                .map(app -> app.<Credential>map(Credential.Valid::new).orElseGet(Credential.Invalid::new));
    }

    /** A ticket; it is good once. */
    public Uni<Credential> fromTicket(String ticket) {
        return tokens.redeem(ticket);
    }
}
