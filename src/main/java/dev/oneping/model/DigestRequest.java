package dev.oneping.model;

import java.time.Duration;

/**
 * How a new notification is to be gathered with others of its kind.
 *
 * @param rule     the rule that gathers
 * @param key      what it is gathered by
 * @param window   how long
 * @param lookBack after how long a silence the first is shown at once
 * @param urgent   whether it is shown at once in any case, with all that waits
 */
public record DigestRequest(String rule, String key, Duration window, Duration lookBack, boolean urgent) {}
