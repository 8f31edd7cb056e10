package dev.oneping.presence.report;

import org.jspecify.annotations.Nullable;

/**
 * A device's network.
 *
 * @param type    the client's word, for example {@code wifi}, {@code cellular}, {@code ethernet}; {@code unknown} where
 *                it did not say
 * @param metered whether traffic costs the person; false where the client did not say
 * @param hash    the same for devices of one person that are on the same network; null if the client did not say. It
 *                never leaves the service
 */
public record Network(
        String type, boolean metered, @Nullable String hash) {

    /** A network that cannot be told from others of its type. */
    public Network(String type, boolean metered) {
        this(type, metered, null);
    }
}
