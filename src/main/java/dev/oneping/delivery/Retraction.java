package dev.oneping.delivery;

import dev.oneping.model.NotificationId;

/**
 * Word that a notification is not wanted on a device any more.
 *
 * @param notification which one
 * @param version      the version of its life that took it away; presentations with a lower version are void
 * @param reason       for example {@code acted}, {@code moved}, {@code cancelled}
 */
public record Retraction(NotificationId notification, long version, String reason) {}
