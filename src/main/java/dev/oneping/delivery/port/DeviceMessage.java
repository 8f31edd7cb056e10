package dev.oneping.delivery.port;

import dev.oneping.model.Notification;
import dev.oneping.model.Variant;
import java.time.Instant;

/**
 * A notification as one attempt shows it on one device.
 *
 * @param notification the notification to show
 * @param attempt      the number of the attempt, from 1
 * @param version      the version of the notification's state that began the attempt; later frames carry a higher one,
 *                     so a device recognizes an overtaken frame by its lower version and must not show it
 * @param ring         whether the device may make a sound
 * @param ackBy        when the escalation continues without an answer
 * @param variant      how much of the content is shown; the notification's content is already cut to it
 */
public record DeviceMessage(
        Notification notification, int attempt, long version, boolean ring, Instant ackBy, Variant variant) {

    /** Creates a message that shows all of the content. */
    public DeviceMessage(Notification notification, int attempt, long version, boolean ring, Instant ackBy) {
        this(notification, attempt, version, ring, ackBy, Variant.RICH);
    }
}
