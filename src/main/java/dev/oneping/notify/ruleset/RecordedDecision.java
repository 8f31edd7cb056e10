package dev.oneping.notify.ruleset;

import dev.oneping.rules.fact.Facts;

/**
 * A past decision with its facts.
 *
 * @param facts   the input of the rules; it holds no content
 * @param rules   the version that decided
 * @param decided the decision in a short form
 * @param missed  the number of decisions before it that were not recorded, because too many came at once
 */
record RecordedDecision(Facts facts, String rules, String decided, long missed) {}
