package dev.oneping.model;

import java.time.Duration;

/**
 * The request to add a new notification to a digest of its kind.
 *
 * @param rule   the digest rule
 * @param key      the grouping key
 * @param window   the length of the digest window
 * @param lookBack the period without notifications after which the first is shown at once
 * @param urgent   whether it is shown at once, together with all that is pending
 */
public record DigestRequest(String rule, String key, Duration window, Duration lookBack, boolean urgent) {}
