package dev.oneping.delivery.life;

import dev.oneping.model.NotificationId;

/**
 * The instruction that a device must no longer show a notification.
 *
 * @param notification the notification
 * @param version      the version of the state that retracted it; presentations with a lower version are void
 * @param reason       for example {@code acted}, {@code moved}, {@code cancelled}
 */
public record Retraction(NotificationId notification, long version, String reason) {}
