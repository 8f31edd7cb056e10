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
 * A person's devices with their sessions, attention and context at one instant.
 *
 * @param user        whose it is
 * @param version     grows with each change of what is stored; 0 where nothing is known. Attention also changes without a
 *                    new version, by the passing of time
 * @param attention   that of the most attentive device
 * @param devices     every device that is registered or online, the most attentive first
 * @param preferences what the person wishes
 * @param contacts    the channels on which the person has an address, for example {@code email}
 * @param zone        where the person's wall clock is: what the preferences say, else what most of the devices used
 *                    lately say, else what any device said last; null if nobody ever did
 * @param suspendedUntil until when a loss of a device counts as an outage of ours and not as something the person did,
 *                    because its node lost many devices at once; null if that is not so
 * @param seen        what others may know
 * @param dndUntil    until when the person does not want to be disturbed at all; null if that is not so now
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

    /** The device of that name. */
    public Optional<Device> device(DeviceId id) {
        return devices.stream().filter(device -> device.id().equals(id)).findFirst();
    }

    /** The other devices that are on the same network as that one, and so in all likelihood in the same room. */
    public Set<DeviceId> near(Device device) {
        return devices.stream()
                .filter(other -> !other.id().equals(device.id()) && other.isNear(device))
                .map(Device::id)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Whether the person wants to be seen by others. */
    public boolean isVisible() {
        return !Boolean.TRUE.equals(preferences.invisible());
    }

    /** The same without the devices that others shall not see: all of them where the person wants to be invisible. */
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
     * Presence as others may know it: what was published, without what is invisible. Who is invisible is seen exactly as
     * who is offline.
     *
     * @param attention of the visible devices
     * @param online    whether any visible device is online
     * @param since     since when others see it so; null where they have never seen anything
     */
    public record Seen(
            @JsonProperty("a") Attention.State attention,
            @JsonProperty("o") boolean online,
            @JsonProperty("s") @Nullable Instant since) {

        /** What is seen of somebody of whom nothing ever was. */
        public static final Seen NOBODY = new Seen(Attention.State.UNKNOWN, false, null);

        /** The same as before where nothing changes, else what is seen from now on. */
        Seen next(Attention.State attention, boolean online, Instant now) {
            return attention == this.attention && online == this.online ? this : new Seen(attention, online, now);
        }
    }

    Presence at(long version) {
        return new Presence(
                user, version, attention, devices, preferences, contacts, zone, dndUntil, suspendedUntil, seen);
    }
}
