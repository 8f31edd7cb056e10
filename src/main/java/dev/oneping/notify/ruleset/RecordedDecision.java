package dev.oneping.notify.ruleset;

import dev.oneping.rules.Facts;

/**
 * A decision that was made, with all that it was made on.
 *
 * @param facts   what the rules were given; it holds no content
 * @param rules   the version that decided
 * @param decided the decision in a few words
 * @param missed  how many decisions before it were not kept, because there were too many at once
 */
record RecordedDecision(Facts facts, String rules, String decided, long missed) {}
