package dev.oneping.presence;

/**
 * A device's network.
 *
 * @param type    the client's word, for example {@code wifi}, {@code cellular}, {@code ethernet}; {@code unknown} where
 *                it did not say
 * @param metered whether traffic costs the person; false where the client did not say
 */
public record Network(String type, boolean metered) {}
