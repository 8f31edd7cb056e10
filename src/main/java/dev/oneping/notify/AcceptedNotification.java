package dev.oneping.notify;

import dev.oneping.delivery.NotificationStore.Found;
import dev.oneping.rules.Decided;
import org.jspecify.annotations.Nullable;

/**
 * What became of a request to notify.
 *
 * @param found    the notification and its life by now
 * @param decided  the decision of the first turn; null if another turn was quicker, or the request is a repetition
 * @param replayed whether the same idempotency key had been used before
 */
record AcceptedNotification(Found found, @Nullable Decided decided, boolean replayed) {}
