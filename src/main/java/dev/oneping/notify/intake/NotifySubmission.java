package dev.oneping.notify.intake;

import dev.oneping.notify.NotifyRequest;
import org.jspecify.annotations.Nullable;

/**
 * A request that an app submitted, in any of the supported forms.
 *
 * @param request the request, not yet validated
 * @param key     the idempotency key; null for none
 */
record NotifySubmission(NotifyRequest request, @Nullable String key) {}
