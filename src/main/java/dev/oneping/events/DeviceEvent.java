package dev.oneping.events;

import dev.oneping.model.DeviceId;

/** What became of a person's registered devices. */
public sealed interface DeviceEvent extends Event {

    @EventType(name = "device.registered", means = "A device was registered for the first time.")
    record Registered(DeviceId device, String platform) implements DeviceEvent {}

    @EventType(name = "device.removed", means = "A device's registration was removed.")
    record Removed(DeviceId device) implements DeviceEvent {}
}
