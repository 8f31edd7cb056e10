package dev.oneping.rules;

/**
 * A decision and its explanation.
 *
 * @param decision    the decision
 * @param explanation the reasons; it can be stored and shown, since it contains neither content nor exact locations
 */
public record Decided(Decision decision, Explanation explanation) {}
