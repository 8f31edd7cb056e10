package dev.oneping.connection;

import dev.oneping.model.DeviceId;
import dev.oneping.model.UserRef;

/**
 * One device of one person: a device's name alone names nobody's.
 *
 * @param user   the person
 * @param device the device
 */
public record DeviceAddress(UserRef user, DeviceId device) {}
