package dev.oneping.delivery.port;

import dev.oneping.model.DeviceId;
import dev.oneping.model.NotificationId;
import dev.oneping.model.UserRef;

/**
 * A CDI event: a device reports that it cannot show a notification, so waiting for its ack is pointless. It is fired on
 * the connection's thread: observers must be quick. Nothing may depend on it alone, because it may be lost.
 *
 * @param user         the user who owns the device
 * @param notification the notification; it need not exist
 * @param device       the device
 */
public record AttemptNacked(UserRef user, NotificationId notification, DeviceId device) {}
