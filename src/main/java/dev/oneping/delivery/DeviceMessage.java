package dev.oneping.delivery;

import dev.oneping.model.Notification;
import dev.oneping.model.Variant;
import java.time.Instant;

/**
 * A notification as one attempt shows it on one device.
 *
 * @param notification what to show
 * @param attempt      which attempt, from 1
 * @param version      the version of the notification's life that began the attempt; what a device is told later bears a
 *                     higher one, so a frame that was overtaken is known by its lower version and is not to be shown
 * @param ring         whether the device may make a sound
 * @param ackBy        when the escalation goes on without an answer
 * @param variant      how much of the content is shown; the notification's content is already cut to it
 */
public record DeviceMessage(
        Notification notification, int attempt, long version, boolean ring, Instant ackBy, Variant variant) {

    /** One that shows all of the content. */
    public DeviceMessage(Notification notification, int attempt, long version, boolean ring, Instant ackBy) {
        this(notification, attempt, version, ring, ackBy, Variant.RICH);
    }
}
