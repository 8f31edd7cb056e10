package dev.oneping.notify.ruleset;

import java.time.Instant;

/**
 * One version of a tenant's rules.
 *
 * @param number  grows by one with each version
 * @param version the version as explanations name it
 * @param text    the file, as its author wrote it
 * @param at      when it was activated
 * @param from    the number of the restored version; 0 if the text is new
 */
public record RuleSetVersion(long number, String version, String text, Instant at, long from) {}
