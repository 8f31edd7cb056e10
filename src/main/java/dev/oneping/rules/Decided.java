package dev.oneping.rules;

/**
 * A decision, together with why it is what it is.
 *
 * @param decision    what to do
 * @param explanation why; it can be stored and shown, for it holds neither content nor exact places
 */
public record Decided(Decision decision, Explanation explanation) {}
