package dev.oneping.presence;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.oneping.model.DeviceId;
import dev.oneping.model.UserRef;
import dev.oneping.presence.attention.Attention;
import dev.oneping.presence.preference.Preferences;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A user's devices with their sessions, attention and context at one instant.
 *
 * @param user        the user
 * @param version     grows with each stored change; 0 if nothing is known. Attention also changes without a new
 *                    version, by the passing of time
 * @param attention   the attention of the most attentive device
 * @param devices     every device that is registered or online, the most attentive first
 * @param preferences the user's preferences
 * @param contacts    the channels on which the user has an address, for example {@code email}
 * @param zone        the user's time zone: from the preferences, else from the majority of recently used devices, else
 *                    the last one reported by any device; null if none was ever reported
 * @param suspendedUntil until when lost devices count as an outage and not as the user leaving, because their node
 *                       lost many devices at once; null if there is no outage
 * @param seen        what other users may see
 * @param dndUntil    the end of do-not-disturb; null if it is off
 */
public record Presence(
        UserRef user,
        long version,
        Attention attention,
        List<Device> devices,
        Preferences preferences,
        Set<String> contacts,
        @Nullable ZoneId zone,
        @Nullable Instant dndUntil,
        @Nullable Instant suspendedUntil,
        Seen seen) {

    /** Copies the devices. */
    public Presence {
        devices = List.copyOf(devices);
        contacts = Set.copyOf(contacts);
    }

    /** Returns the device with this identifier. */
    public Optional<Device> device(DeviceId id) {
        return devices.stream().filter(device -> device.id().equals(id)).findFirst();
    }

    /** Returns the other devices on the same network, and so in all likelihood in the same room. */
    public Set<DeviceId> near(Device device) {
        return devices.stream()
                .filter(other -> !other.id().equals(device.id()) && other.isNear(device))
                .map(Device::id)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Returns whether the user is visible to other users. */
    public boolean isVisible() {
        return !Boolean.TRUE.equals(preferences.invisible());
    }

    /** Returns the presence without hidden devices: with none at all if the user is invisible. */
    public Presence visible() {
        List<Device> seen = devices.stream()
                .filter(device -> isVisible() && !device.invisible())
                .toList();
        Attention strongest = seen.stream()
                .filter(Device::online)
                .findFirst()
                .map(Device::attention)
                .orElse(Attention.nothingKnown(Instant.EPOCH));
        return new Presence(
                user, version, strongest, seen, preferences, Set.of(), zone, dndUntil, suspendedUntil, this.seen);
    }

    /**
     * Presence as other users may see it: as published, without invisible devices. An invisible user looks exactly
     * like an offline one.
     *
     * @param attention the attention of the visible devices
     * @param online    whether any visible device is online
     * @param since     when it was last seen to change; null if nothing was ever seen
     */
    public record Seen(
            @JsonProperty("a") Attention.State attention,
            @JsonProperty("o") boolean online,
            @JsonProperty("s") @Nullable Instant since) {

        /** The view of a user of whom nothing was ever published. */
        public static final Seen NOBODY = new Seen(Attention.State.UNKNOWN, false, null);

        /** Returns this instance if nothing changes, else the new view. */
        public Seen next(Attention.State attention, boolean online, Instant now) {
            return attention == this.attention && online == this.online ? this : new Seen(attention, online, now);
        }
    }

    public Presence at(long version) {
        return new Presence(
                user, version, attention, devices, preferences, contacts, zone, dndUntil, suspendedUntil, seen);
    }
}
