package dev.oneping.presence;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.oneping.model.ActivityKind;
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
 * Presence as the API returns it, without exact locations and without the nodes that hold connections.
 *
 * @param version   grows with each stored change
 * @param attention the attention of the most attentive device
 * @param zone      the user's time zone, if known
 * @param dndUntil  the end of do-not-disturb
 * @param suspendedUntil until when lost devices count as an outage; absent if there is none
 * @param invisible whether the user appears offline to other users
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

    /** Converts a presence. */
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
     * @param sessions  the number of live sessions
     * @param location  the accuracy of its location, without the location itself
     * @param places    the named places that it is in; absent if not known
     * @param zone      the time zone of its clock; absent if not known
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

    /** The user's activity on a device, as recently reported. */
    public record ActivitySeen(
            @Nullable Seen<Boolean> typing,
            @Nullable Seen<Boolean> inCall,
            @Nullable Seen<Boolean> presenting,
            @Nullable Seen<Boolean> dnd) {

        static ActivitySeen of(Activity activity) {
            return new ActivitySeen(
                    Seen.of(activity.get(ActivityKind.TYPING)),
                    Seen.of(activity.get(ActivityKind.IN_CALL)),
                    Seen.of(activity.get(ActivityKind.PRESENTING)),
                    Seen.of(activity.get(ActivityKind.DO_NOT_DISTURB)));
        }
    }

    /** A reported value and when it was last reported. */
    public record Seen<T>(T value, Instant observedAt) {

        static <T> @Nullable Seen<T> of(@Nullable Observed<T> reported) {
            return reported == null ? null : new Seen<>(reported.value(), reported.at());
        }
    }

    /** The accuracy of a device's location, and when it was observed. */
    public record LocationSeen(
            @JsonProperty("accuracy_m") @Nullable Double accuracyMetres, Instant observedAt) {}

    /**
     * A battery, and when it was observed.
     *
     * @param minutesLeft the remaining time at the measured rate; absent while charging or not yet measured
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

    /** A network, and when it was observed. */
    public record NetworkSeen(String type, boolean metered, Instant observedAt) {

        static NetworkSeen of(Observed<Network> seen) {
            return new NetworkSeen(seen.value().type(), seen.value().metered(), seen.at());
        }
    }
}
