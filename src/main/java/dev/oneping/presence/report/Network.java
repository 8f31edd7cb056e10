package dev.oneping.presence.report;

import org.jspecify.annotations.Nullable;

/**
 * A device's network.
 *
 * @param type    as reported by the client, for example {@code wifi}, {@code cellular}, {@code ethernet}; {@code
 *                unknown} if it was not
 * @param metered whether traffic costs the user; false if the client did not report it
 * @param hash    equal for devices of one user on the same network; null if the client did not report it. It never
 *                leaves the service
 */
public record Network(
        String type, boolean metered, @Nullable String hash) {

    /** Creates a network that cannot be distinguished from others of its type. */
    public Network(String type, boolean metered) {
        this(type, metered, null);
    }
}
