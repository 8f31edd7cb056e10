package dev.oneping.notify.ruleset;

import java.time.Instant;

/**
 * One version of a tenant's rules.
 *
 * @param number  grows by one with each version
 * @param version what explanations call it
 * @param text    the file, as its author wrote it
 * @param at      when it came into force
 * @param from    the number of the version that was gone back to; 0 where the text is new
 */
public record RuleSetVersion(long number, String version, String text, Instant at, long from) {}
