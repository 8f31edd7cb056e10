package dev.oneping.presence;

import dev.oneping.model.UserRef;
import dev.oneping.presence.report.Network;
import dev.oneping.presence.report.Report;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Salts the network hash that a client reports, so that only devices of the same user can be matched: the stored
 * hashes of two users cannot be compared.
 */
final class NetworkHash {

    private static final int KEPT_BYTES = 8;

    private final String salt;

    NetworkHash(PresenceConfig config) {
        this.salt = config.networkSalt();
    }

    /** Returns the report with its network hash salted; a report without one is unchanged. */
    Report salted(UserRef user, Report report) {
        Network network = report.network();
        return network == null || network.hash() == null
                ? report
                : report.with(new Network(network.type(), network.metered(), salted(user, network.hash())));
    }

    private String salted(UserRef user, String hash) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest((salt + '\n' + user + '\n' + hash).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, KEPT_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
