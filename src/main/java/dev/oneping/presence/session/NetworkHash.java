package dev.oneping.presence.session;

import dev.oneping.model.UserRef;
import dev.oneping.presence.PresenceConfig;
import dev.oneping.presence.report.Network;
import dev.oneping.presence.report.Report;
import dev.oneping.text.Sha256;
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
        return HexFormat.of().formatHex(Sha256.of(salt + '\n' + user + '\n' + hash), 0, KEPT_BYTES);
    }
}
