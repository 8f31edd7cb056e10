package dev.oneping.rules.fact;

import java.time.Instant;

/**
 * The state of a notification that is part of a digest.
 *
 * @param rule  the digest rule
 * @param until when the digest is shown
 */
public record DigestState(String rule, Instant until) {}
