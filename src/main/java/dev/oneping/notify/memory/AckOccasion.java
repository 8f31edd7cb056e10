package dev.oneping.notify.memory;

import dev.oneping.model.DeviceId;
import dev.oneping.model.UserRef;

/**
 * The device and the local hour at which a user is asked: the key by which habits are counted.
 *
 * @param hour the hour of the day in the user's time zone, 0 to 23
 */
record AckOccasion(UserRef user, DeviceId device, int hour) {}
