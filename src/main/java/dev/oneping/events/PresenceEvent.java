package dev.oneping.events;

import dev.oneping.model.DeviceId;
import org.jspecify.annotations.Nullable;

/** What became of a person's presence. */
public sealed interface PresenceEvent extends Event {

    @EventType(name = "presence.device.online", means = "A device has its first live session.")
    record Online(DeviceId device) implements PresenceEvent {}

    /**
     * A device has lost its last session.
     *
     * @param reason {@code closed} by the client or the server, {@code lease_expired}, or {@code device_removed}
     */
    @EventType(name = "presence.device.offline", means = "A device has lost its last session.")
    record Offline(DeviceId device, String reason) implements PresenceEvent {}

    /**
     * The person's attention, the best of all devices, is another than before.
     *
     * @param attention the state now, in lower case
     * @param previous  the state before
     * @param device    the device that has it; null where none has
     */
    @EventType(
            name = "presence.attention.changed",
            means = "The person's attention, the best of all devices, is another than before.")
    record AttentionChanged(
            String attention, String previous, @Nullable DeviceId device) implements PresenceEvent {}
}
