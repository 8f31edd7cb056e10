package dev.oneping.events;

import dev.oneping.model.AvailabilityId;
import dev.oneping.model.DeviceId;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Events about a user's presence. */
public sealed interface PresenceEvent extends Event {

    @EventType(name = "presence.device.online", means = "A device opened its first live session.")
    record Online(DeviceId device) implements PresenceEvent {}

    /**
     * A device lost its last live session.
     *
     * @param reason {@code closed} by the client or the server, {@code lease_expired}, or {@code device_removed}
     */
    @EventType(name = "presence.device.offline", means = "A device lost its last live session.")
    record Offline(DeviceId device, String reason) implements PresenceEvent {}

    /** A device entered a place that the user has named, and stayed long enough. */
    @EventType(name = "presence.place.entered", means = "A device entered a place that the user has named, and stayed.")
    record PlaceEntered(DeviceId device, String place) implements PresenceEvent {}

    /** A device left a place that the user has named, or the place was deleted. */
    @EventType(name = "presence.place.left", means = "A device left a place that the user has named.")
    record PlaceLeft(DeviceId device, String place) implements PresenceEvent {}

    /**
     * The user's visibility to other users changed (invisible mode or hidden devices).
     *
     * @param invisible whether the user appears offline to others
     * @param hidden    the online devices that others do not see
     */
    @EventType(
            name = "presence.visibility.changed",
            means = "The user's visibility to other users changed (invisible mode or hidden devices).")
    record VisibilityChanged(boolean invisible, List<DeviceId> hidden) implements PresenceEvent {}

    /**
     * An availability request was fulfilled: the user is now available. A request is fulfilled once and then deleted.
     *
     * @param availability the id of the request
     * @param device       the device that the user is at
     * @param attention    the state, in lower case
     * @param since        the start of that state
     */
    @EventType(name = "presence.available", means = "An availability request was fulfilled: the user is now available.")
    record Available(AvailabilityId availability, DeviceId device, String attention, Instant since)
            implements PresenceEvent {}

    /** An availability request expired before the user became available. */
    @EventType(
            name = "presence.availability.expired",
            means = "An availability request expired before the user became available.")
    record AvailabilityExpired(AvailabilityId availability) implements PresenceEvent {}

    /**
     * The user's overall attention, the highest across devices, changed.
     *
     * @param attention the new state, in lower case
     * @param previous  the previous state
     * @param device    the device with that attention; null if there is none
     */
    @EventType(
            name = "presence.attention.changed",
            means = "The user's overall attention, the highest across devices, changed.")
    record AttentionChanged(
            String attention, String previous, @Nullable DeviceId device) implements PresenceEvent {}
}
