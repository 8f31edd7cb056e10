package dev.oneping.redis.server;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An error reply by which Redis declares that it cannot serve at the moment, whatever the command: it loads its data, is
 * out of memory, is a replica, and so on. Any other error reply is about the command itself and so is a bug.
 *
 * @see <a href="https://redis.io/docs/latest/develop/reference/protocol-spec/#simple-errors">error prefixes</a>
 */
enum OutageReply {
    /** The server became a replica. A new connection may reach the master, whose address a failover moves. */
    READONLY(true),
    /** The replica lost its master. */
    MASTERDOWN(true),
    /** The credential was revoked or changed; a new connection authenticates again. */
    NOAUTH(true),
    WRONGPASS(true),
    NOPERM(false),
    /** Memory is full and nothing may be evicted. */
    OOM(false),
    /** Data cannot be saved to the disk. */
    MISCONF(false),
    NOREPLICAS(false),
    LOADING(false),
    BUSY(false),
    CLUSTERDOWN(false),
    TRYAGAIN(false),
    MOVED(false),
    ASK(false);

    private static final Pattern AT_START = Pattern.compile("^-?([A-Z]+)(?: |$)");

    /** A script's error in Redis 6, which puts its own words before those of the command. */
    private static final Pattern IN_SCRIPT = Pattern.compile("@user_script.*?-?\\b([A-Z]{3,})\\b");

    private static final String TOO_MANY_CLIENTS = "max number of clients reached";

    private final boolean mendedByReconnecting;

    OutageReply(boolean mendedByReconnecting) {
        this.mendedByReconnecting = mendedByReconnecting;
    }

    /** Returns whether a new connection may reach a server that can serve. */
    boolean isMendedByReconnecting() {
        return mendedByReconnecting;
    }

    /** Returns whether the command was not executed because its key is elsewhere, or on its way. */
    boolean isRedirection() {
        return this == MOVED || this == ASK || this == TRYAGAIN;
    }

    /** Finds the outage that an error reply declares; empty if the error is about the command. */
    static Optional<OutageReply> of(String message) {
        if (message.contains(TOO_MANY_CLIENTS)) {
            return Optional.of(BUSY);
        }
        return named(AT_START.matcher(message)).or(() -> named(IN_SCRIPT.matcher(message)));
    }

    private static Optional<OutageReply> named(Matcher found) {
        if (found.find()) {
            for (OutageReply reply : values()) {
                if (reply.name().equals(found.group(1))) {
                    return Optional.of(reply);
                }
            }
        }
        return Optional.empty();
    }
}
