package dev.oneping.connection.protocol;

import dev.oneping.auth.Caller;
import dev.oneping.auth.CredentialResult;
import dev.oneping.auth.http.CredentialVerifier;
import dev.oneping.connection.Connection;
import dev.oneping.connection.DeviceAddress;
import dev.oneping.connection.frame.ErrorCode;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import org.jboss.logging.Logger;

/** Lets a live session continue with a new token of the same device. Without one it ends when its token expires. */
@Singleton
class TokenRenewal {

    private static final Logger LOG = Logger.getLogger(TokenRenewal.class);

    private final CredentialVerifier credentials;
    private final Clock clock;

    TokenRenewal(CredentialVerifier credentials, Clock clock) {
        this.credentials = credentials;
        this.clock = clock;
    }

    /** Verifies the token; an unacceptable one is refused, and leaves the session as it is. */
    void renew(Connection connection, String token) {
        credentials
                .fromBearer(token, null)
                .subscribe()
                .with(result -> connection.loop().run(() -> accept(connection, result)), failure -> {
                    LOG.debugf("a new token could not be verified: %s", failure.getMessage());
                    connection
                            .loop()
                            .run(() -> connection.refuse(
                                    ErrorCode.UNAVAILABLE,
                                    "the token cannot be verified at the moment; try again later"));
                });
    }

    private void accept(Connection connection, CredentialResult result) {
        if (!(result instanceof CredentialResult.Valid valid)
                || !(valid.caller() instanceof Caller.Device device)
                || valid.expiresAt() == null) {
            connection.refuse(ErrorCode.INVALID_TOKEN, "/token is not a valid device token, or has expired");
        } else if (!new DeviceAddress(device.userRef(), device.device()).equals(connection.address())) {
            connection.refuse(ErrorCode.FOREIGN_DEVICE, "/token is for another device");
        } else {
            connection.lastsBy(valid.tokenId());
            connection.validFor(Duration.between(clock.instant(), valid.expiresAt()));
        }
    }
}
