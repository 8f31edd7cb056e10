package dev.oneping.rules;

import dev.oneping.rules.explain.Explanation;

/**
 * A decision and its explanation.
 *
 * @param decision    the decision
 * @param explanation the reasons; it can be stored and shown, since it contains neither content nor exact locations
 */
public record Decided(Decision decision, Explanation explanation) {}
