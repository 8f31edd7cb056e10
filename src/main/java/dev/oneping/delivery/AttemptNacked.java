package dev.oneping.delivery;

import dev.oneping.model.DeviceId;
import dev.oneping.model.NotificationId;
import dev.oneping.model.UserRef;

/**
 * A CDI event: a device says that it cannot show a notification, so there is no use in waiting for its ack. It is fired on
 * the thread of the connection: observers must be quick. Nothing may depend on it alone, for it may be lost.
 *
 * @param user         whose device
 * @param notification which notification; it need not exist
 * @param device       which device
 */
public record AttemptNacked(UserRef user, NotificationId notification, DeviceId device) {}
