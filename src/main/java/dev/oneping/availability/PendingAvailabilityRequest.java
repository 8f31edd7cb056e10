package dev.oneping.availability;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.oneping.model.AvailabilityId;
import dev.oneping.presence.Device;
import dev.oneping.presence.Presence;
import dev.oneping.presence.attention.Attention.State;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A pending one-time request for an event when a user becomes available. An invisible user counts as unavailable, and
 * a hidden device does not count.
 *
 * @param attention the minimum attention to a device: {@code active} or {@code passive}
 * @param kind      the required kind of device; null for any
 * @param platform  the required platform; null for any
 * @param lasting   how long the condition must hold without interruption
 * @param createdAt when it was created
 * @param expiresAt when it expires
 */
record PendingAvailabilityRequest(
        @JsonProperty("id") AvailabilityId id,
        @JsonProperty("a") State attention,
        @JsonProperty("k") @Nullable String kind,
        @JsonProperty("p") @Nullable String platform,
        @JsonProperty("f") Duration lasting,
        @JsonProperty("c") Instant createdAt,
        @JsonProperty("e") Instant expiresAt) {

    boolean isOver(Instant now) {
        return !now.isBefore(expiresAt);
    }

    /** Returns the device that fulfils it at that instant, if any: the one that has done so longest. */
    Optional<Device> fulfilled(Presence presence, Instant now) {
        return fitting(presence).stream()
                .filter(device -> !fulfilledAt(device).isAfter(now))
                .findFirst();
    }

    /** Returns the time of the next check without changes: when it is fulfilled, or else when it expires. */
    Instant next(Presence presence) {
        return fitting(presence).stream()
                .map(this::fulfilledAt)
                .filter(expiresAt::isAfter)
                .findFirst()
                .orElse(expiresAt);
    }

    private List<Device> fitting(Presence presence) {
        return presence.visible().devices().stream()
                .filter(device -> device.online()
                        && device.attention().state().compareTo(attention) <= 0
                        && (kind == null || kind.equals(device.kind()))
                        && (platform == null || platform.equals(device.platform())))
                .sorted(Comparator.comparing(this::fulfilledAt))
                .toList();
    }

    private Instant fulfilledAt(Device device) {
        return device.attention().since().plus(lasting);
    }
}
