package dev.oneping.delivery.port;

import dev.oneping.model.DeviceId;
import dev.oneping.model.NotificationId;
import dev.oneping.model.UserRef;

/**
 * A CDI event: a client that promises receipts has not confirmed an attempt in time, so its page is probably frozen and no
 * ack will follow. It is fired on the connection's thread: observers must be quick. Nothing may depend on it alone,
 * because it may be lost; another session of the device may have confirmed the attempt.
 *
 * @param user         the user who owns the device
 * @param notification the notification
 * @param device       the device
 * @param attempt      the number of the attempt
 */
public record AttemptUnreceived(UserRef user, NotificationId notification, DeviceId device, int attempt) {}
