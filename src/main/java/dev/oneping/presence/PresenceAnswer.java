package dev.oneping.presence;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.oneping.model.DeviceId;
import dev.oneping.model.UserId;
import dev.oneping.presence.attention.Activity;
import dev.oneping.presence.attention.Attention;
import dev.oneping.presence.attention.Observed;
import dev.oneping.presence.report.Battery;
import dev.oneping.presence.report.Location;
import dev.oneping.presence.report.Network;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Presence as the API tells it. Exact places and the nodes that hold connections are not in it.
 *
 * @param version   grows with each change of what is stored
 * @param attention that of the most attentive device
 * @param zone      where the person's wall clock is, if anybody knows
 * @param dndUntil  until when the person does not want to be disturbed at all
 * @param suspendedUntil until when a lost device counts as an outage of ours; absent where nothing of the kind happened
 * @param invisible whether others are told that the person is not there
 * @param devices   every device that is registered or online, the most attentive first
 */
public record PresenceAnswer(
        UserId user,
        long version,
        Attention attention,
        @Nullable ZoneId zone,
        @Nullable Instant dndUntil,
        @Nullable Instant suspendedUntil,
        boolean invisible,
        List<DevicePresence> devices) {

    /** Of a presence. */
    public static PresenceAnswer of(Presence presence) {
        return new PresenceAnswer(
                presence.user().user(),
                presence.version(),
                presence.attention(),
                presence.zone(),
                presence.dndUntil(),
                presence.suspendedUntil(),
                !presence.isVisible(),
                presence.devices().stream()
                        .map(device -> DevicePresence.of(device, presence.near(device)))
                        .toList());
    }

    /**
     * One device.
     *
     * @param sessions  how many live sessions it has
     * @param location  how well it is known where the device is, but not where
     * @param places    the named places that it is in; absent if not known
     * @param zone      the zone of its clock; absent if not known
     * @param coLocated the other devices on the same network
     */
    public record DevicePresence(
            DeviceId id,
            String platform,
            String kind,
            boolean registered,
            boolean online,
            @Nullable Instant onlineSince,
            int sessions,
            Attention attention,
            @Nullable Instant lastInputAt,
            ActivitySeen activity,
            @Nullable BatterySeen battery,
            @Nullable NetworkSeen network,
            @Nullable LocationSeen location,
            @Nullable Seen<Set<String>> places,
            @Nullable Seen<ZoneId> zone,
            Set<DeviceId> coLocated,
            Set<String> capabilities,
            boolean invisible) {

        static DevicePresence of(Device device, Set<DeviceId> near) {
            Observed<Battery> battery = device.battery();
            Observed<Network> network = device.network();
            Observed<Location> location = device.location();
            return new DevicePresence(
                    device.id(),
                    device.platform(),
                    device.kind(),
                    device.registered(),
                    device.online(),
                    device.onlineSince(),
                    device.sessions().size(),
                    device.attention(),
                    device.lastInputAt(),
                    ActivitySeen.of(device.activity()),
                    battery == null ? null : BatterySeen.of(battery, device.minutesLeft()),
                    network == null ? null : NetworkSeen.of(network),
                    location == null ? null : new LocationSeen(location.value().accuracyMetres(), location.at()),
                    Seen.of(device.places()),
                    Seen.of(device.zone()),
                    near,
                    device.capabilities(),
                    device.invisible());
        }
    }

    /** What the person does with a device, as far as it said so lately. */
    public record ActivitySeen(
            @Nullable Seen<Boolean> typing,
            @Nullable Seen<Boolean> inCall,
            @Nullable Seen<Boolean> presenting,
            @Nullable Seen<Boolean> dnd) {

        static ActivitySeen of(Activity activity) {
            return new ActivitySeen(
                    Seen.of(activity.typing()),
                    Seen.of(activity.inCall()),
                    Seen.of(activity.presenting()),
                    Seen.of(activity.doNotDisturb()));
        }
    }

    /** What a device said, and when it did last. */
    public record Seen<T>(T value, Instant observedAt) {

        static <T> @Nullable Seen<T> of(@Nullable Observed<T> said) {
            return said == null ? null : new Seen<>(said.value(), said.at());
        }
    }

    /** How well the place of a device is known, and when it was seen. */
    public record LocationSeen(
            @JsonProperty("accuracy_m") @Nullable Double accuracyMetres, Instant observedAt) {}

    /**
     * A battery, and when it was seen.
     *
     * @param minutesLeft how long it lasts at the rate measured; absent while charging or not measured yet
     */
    public record BatterySeen(
            double level,
            boolean charging,
            boolean low,
            @Nullable Integer minutesLeft,
            Instant observedAt) {

        static BatterySeen of(Observed<Battery> seen, @Nullable Integer minutesLeft) {
            Battery battery = seen.value();
            return new BatterySeen(battery.level(), battery.charging(), battery.low(), minutesLeft, seen.at());
        }
    }

    /** A network, and when it was seen. */
    public record NetworkSeen(String type, boolean metered, Instant observedAt) {

        static NetworkSeen of(Observed<Network> seen) {
            return new NetworkSeen(seen.value().type(), seen.value().metered(), seen.at());
        }
    }
}
