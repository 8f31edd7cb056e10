package dev.oneping.presence;

import dev.oneping.model.DeviceId;
import dev.oneping.model.UserId;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Presence as the API tells it. Exact places and the nodes that hold connections are not in it.
 *
 * @param version   grows with each change of what is stored
 * @param attention that of the most attentive device
 * @param zone      where the person's wall clock is, if anybody knows
 * @param devices   every device that is registered or online, the most attentive first
 */
public record PresenceAnswer(
        UserId user,
        long version,
        Attention attention,
        @Nullable ZoneId zone,
        List<DevicePresence> devices) {

    static PresenceAnswer of(Presence presence) {
        return new PresenceAnswer(
                presence.user().user(),
                presence.version(),
                presence.attention(),
                presence.zone(),
                presence.devices().stream().map(DevicePresence::of).toList());
    }

    /**
     * One device.
     *
     * @param sessions how many live sessions it has
     */
    public record DevicePresence(
            DeviceId id,
            String platform,
            boolean registered,
            boolean online,
            @Nullable Instant onlineSince,
            int sessions,
            Attention attention,
            @Nullable Instant lastInputAt,
            @Nullable BatterySeen battery,
            @Nullable NetworkSeen network) {

        static DevicePresence of(Device device) {
            Observed<Battery> battery = device.battery();
            Observed<Network> network = device.network();
            return new DevicePresence(
                    device.id(),
                    device.platform(),
                    device.registered(),
                    device.online(),
                    device.onlineSince(),
                    device.sessions().size(),
                    device.attention(),
                    device.lastInputAt(),
                    battery == null ? null : BatterySeen.of(battery),
                    network == null ? null : NetworkSeen.of(network));
        }
    }

    /** A battery, and when it was seen. */
    public record BatterySeen(double level, boolean charging, boolean low, Instant observedAt) {

        static BatterySeen of(Observed<Battery> seen) {
            Battery battery = seen.value();
            return new BatterySeen(battery.level(), battery.charging(), battery.low(), seen.at());
        }
    }

    /** A network, and when it was seen. */
    public record NetworkSeen(String type, boolean metered, Instant observedAt) {

        static NetworkSeen of(Observed<Network> seen) {
            return new NetworkSeen(seen.value().type(), seen.value().metered(), seen.at());
        }
    }
}
