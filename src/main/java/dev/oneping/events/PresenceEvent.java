package dev.oneping.events;

import dev.oneping.model.AvailabilityId;
import dev.oneping.model.DeviceId;
import java.time.Instant;
import java.util.List;
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

    /** A device has come into a place that the person has named, and stayed long enough. */
    @EventType(
            name = "presence.place.entered",
            means = "A device has come into a place that the person has named, and stayed.")
    record PlaceEntered(DeviceId device, String place) implements PresenceEvent {}

    /** A device has left a place that the person has named, or the place has lost its name. */
    @EventType(name = "presence.place.left", means = "A device has left a place that the person has named.")
    record PlaceLeft(DeviceId device, String place) implements PresenceEvent {}

    /**
     * Others may see another part of the person than before.
     *
     * @param invisible whether they see nothing at all
     * @param hidden    the online devices that they do not see
     */
    @EventType(name = "presence.visibility.changed", means = "Others may see another part of the person than before.")
    record VisibilityChanged(boolean invisible, List<DeviceId> hidden) implements PresenceEvent {}

    /**
     * Somebody for whom it was waited is there; it was waited for once, and is no more.
     *
     * @param availability the id of the wish
     * @param device       the device at which the person is
     * @param attention    the state, in lower case
     * @param since        since when
     */
    @EventType(name = "presence.available", means = "Somebody for whom it was waited is there.")
    record Available(AvailabilityId availability, DeviceId device, String attention, Instant since)
            implements PresenceEvent {}

    /** Somebody for whom it was waited did not come in time. */
    @EventType(name = "presence.availability.expired", means = "Somebody for whom it was waited did not come in time.")
    record AvailabilityExpired(AvailabilityId availability) implements PresenceEvent {}

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
