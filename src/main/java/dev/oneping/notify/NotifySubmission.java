package dev.oneping.notify;

import org.jspecify.annotations.Nullable;

/**
 * What an app hands in, in whatever form it came.
 *
 * @param request what is asked for, not yet checked
 * @param key     by which it is known when it comes once more; null for none
 */
record NotifySubmission(NotifyRequest request, @Nullable String key) {}
