package dev.oneping.connection.node;

import dev.oneping.auth.token.IssuerRevoked;
import dev.oneping.auth.token.TokensRevoked;
import dev.oneping.connection.Connection;
import dev.oneping.connection.DeviceAddress;
import dev.oneping.connection.LocalSessions;
import dev.oneping.connection.frame.CloseCode;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.function.Predicate;

/** Closes the connections that revoked tokens have opened. A connection that the news does not reach ends with its token. */
@Singleton
class RevokedConnections {

    private final LocalSessions local;

    RevokedConnections(LocalSessions local) {
        this.local = local;
    }

    void revoked(@Observes TokensRevoked tokens) {
        close(connection -> concerns(tokens, connection));
    }

    void revoked(@Observes IssuerRevoked issuer) {
        close(connection -> {
            String tokenId = connection.tokenId();
            return tokenId != null
                    && issuer.concerns(connection.address().user().tenant(), tokenId);
        });
    }

    private void close(Predicate<Connection> concerned) {
        local.matching(concerned)
                .forEach(connection -> connection.loop().run(() -> connection.revoke(CloseCode.TOKEN_REVOKED)));
    }

    private static boolean concerns(TokensRevoked tokens, Connection connection) {
        DeviceAddress address = connection.address();
        return address.user().equals(tokens.user())
                && (tokens.device() == null || tokens.device().equals(address.device()))
                && (tokens.tokenId() == null || tokens.tokenId().equals(connection.tokenId()));
    }
}
