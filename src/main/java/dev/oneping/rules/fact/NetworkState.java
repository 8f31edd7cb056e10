package dev.oneping.rules.fact;

import java.time.Instant;

/**
 * A device's network as last reported.
 *
 * @param type       the type as reported, for example {@code wifi} or {@code cellular}
 * @param metered    whether the connection is metered
 * @param observedAt the time of the report; older than the rule set's {@code Freshness}, it counts as unknown
 */
public record NetworkState(String type, boolean metered, Instant observedAt) {}
