package dev.oneping.presence.availability;

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
 * A wish to be told once when somebody is there. Who is invisible is not there, and a device that hides is none.
 *
 * @param attention what the person must have for the device at least: {@code active} or {@code passive}
 * @param kind      what kind of device it must be; null for any
 * @param platform  which platform; null for any
 * @param lasting   for how long in a row the device's attention must be what it is
 * @param createdAt since when it waits
 * @param expiresAt until when
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

    /** The device by which it is fulfilled at that instant, if there is one: that which is so the longest. */
    Optional<Device> fulfilled(Presence presence, Instant now) {
        return fitting(presence).stream()
                .filter(device -> !fulfilledAt(device).isAfter(now))
                .findFirst();
    }

    /** When it is to be looked at again if nothing changes: when it is fulfilled, or else when it is over. */
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
