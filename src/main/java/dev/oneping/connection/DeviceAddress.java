package dev.oneping.connection;

import dev.oneping.model.DeviceId;
import dev.oneping.model.UserRef;

/**
 * One device of one user: a device id is unique only within its user.
 *
 * @param user   the user
 * @param device the device
 */
public record DeviceAddress(UserRef user, DeviceId device) {}
