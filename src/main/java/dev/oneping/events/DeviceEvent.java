package dev.oneping.events;

import dev.oneping.model.DeviceId;
import dev.oneping.model.NotificationId;
import org.jspecify.annotations.Nullable;

/** Events about a user's registered devices. */
public sealed interface DeviceEvent extends Event {

    @EventType(name = "device.registered", means = "A device was registered for the first time.")
    record Registered(DeviceId device, String platform) implements DeviceEvent {}

    /**
     * @param level       the battery level, 0 to 1; null if unknown
     * @param minutesLeft the estimated minutes until it is empty, by the measured rate
     */
    @EventType(
            name = "device.at_risk",
            means =
                    "The battery of a device that shows a notification will soon be empty, so the notification was sent to another device.")
    record AtRisk(
            DeviceId device,
            NotificationId notification,
            @Nullable Double level,
            int minutesLeft) implements DeviceEvent {}

    /**
     * @param channel the push service: {@code webpush}, {@code fcm} or {@code apns}
     * @param reason  {@code gone}: the push service reports the address as invalid; {@code moved}: another user uses
     *     the device now
     */
    @EventType(name = "device.unreachable", means = "A device's push address became invalid and was removed.")
    record Unreachable(DeviceId device, String channel, String reason) implements DeviceEvent {}

    @EventType(name = "device.removed", means = "A device's registration was removed.")
    record Removed(DeviceId device) implements DeviceEvent {}
}
