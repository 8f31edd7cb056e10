package dev.oneping.notify.memory;

import dev.oneping.model.DeviceId;
import dev.oneping.model.UserRef;

/**
 * When and where a person is asked: what habits are counted by.
 *
 * @param hour the hour of the day by the person's own clock, 0 to 23
 */
record AckOccasion(UserRef user, DeviceId device, int hour) {}
