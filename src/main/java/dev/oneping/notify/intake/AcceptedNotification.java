package dev.oneping.notify.intake;

import dev.oneping.delivery.store.NotificationStore.Found;
import dev.oneping.rules.Decided;
import org.jspecify.annotations.Nullable;

/**
 * The result of a request to notify one user.
 *
 * @param found    the notification and its current state
 * @param decided  the decision of the first turn; null if a concurrent turn came first, or the request is a repetition
 * @param replayed whether the same idempotency key had been used before
 */
public record AcceptedNotification(Found found, @Nullable Decided decided, boolean replayed) {}
