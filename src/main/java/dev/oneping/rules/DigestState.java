package dev.oneping.rules;

import java.time.Instant;

/**
 * That a notification is gathered with others of its kind, to be shown as one.
 *
 * @param rule  the rule that gathers
 * @param until when they are shown
 */
public record DigestState(String rule, Instant until) {}
