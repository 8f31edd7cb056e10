package dev.oneping.rules;

import java.time.Instant;

/**
 * A device's network as it was last seen.
 *
 * @param type       the client's word, for example {@code wifi}, {@code cellular}
 * @param metered    whether every byte costs the person money
 * @param observedAt when; a rule set says how old an observation may be before it counts as unknown
 */
public record NetworkState(String type, boolean metered, Instant observedAt) {}
