package dev.oneping.events;

import dev.oneping.model.DeviceId;
import dev.oneping.model.NotificationId;
import org.jspecify.annotations.Nullable;

/** What became of a person's registered devices. */
public sealed interface DeviceEvent extends Event {

    @EventType(name = "device.registered", means = "A device was registered for the first time.")
    record Registered(DeviceId device, String platform) implements DeviceEvent {}

    /**
     * @param level       how full the battery is, 0 to 1; null if not known
     * @param minutesLeft how long it lasts, by the rate measured
     */
    @EventType(
            name = "device.at_risk",
            means =
                    "The battery of a device that shows a notification will soon be empty, so another device was asked.")
    record AtRisk(
            DeviceId device,
            NotificationId notification,
            @Nullable Double level,
            int minutesLeft) implements DeviceEvent {}

    /**
     * @param channel which push service: {@code webpush}, {@code fcm} or {@code apns}
     * @param reason  {@code gone}: the push service says so; {@code moved}: another person uses the device now
     */
    @EventType(
            name = "device.unreachable",
            means = "The address by which a device was pushed to is no longer good and was removed.")
    record Unreachable(DeviceId device, String channel, String reason) implements DeviceEvent {}

    @EventType(name = "device.removed", means = "A device's registration was removed.")
    record Removed(DeviceId device) implements DeviceEvent {}
}
