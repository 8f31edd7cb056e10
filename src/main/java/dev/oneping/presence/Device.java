package dev.oneping.presence;

import dev.oneping.model.DeviceId;
import dev.oneping.model.SessionLocation;
import dev.oneping.presence.attention.Activity;
import dev.oneping.presence.attention.Attention;
import dev.oneping.presence.attention.Observed;
import dev.oneping.presence.report.Battery;
import dev.oneping.presence.report.Location;
import dev.oneping.presence.report.Network;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One device of a user at one instant. It is registered, online, or both. Observations that are too old are null.
 *
 * @param id          its identifier
 * @param platform    for example {@code web}, {@code ios}
 * @param kind        its kind, for example {@code desktop}, {@code phone}: as registered, else derived from the
 *                    platform; {@code unknown} if the platform does not tell
 * @param registered  whether the app has registered it
 * @param online      whether it has a live session, which does not imply that the user looks at it
 * @param attention   the attention of its strongest session
 * @param lastInputAt when the user last touched it, as far as its live sessions know
 * @param activity    what the user does with it: typing, in a call, presenting; and the device's own do-not-disturb
 *                    mode
 * @param battery     its battery
 * @param minutesLeft the remaining battery time at the measured rate; null while charging or not yet measured
 * @param network     its network
 * @param location    its location; used by the rules only
 * @param places      the named places that it is in; null if not known
 * @param capabilities what its clients can do, as they report it
 * @param invisible   whether it is hidden from other users
 * @param sessions    its live sessions, the most attentive first
 * @param onlineSince since when it has had a live session without interruption; null if it has none
 * @param zone        the time zone of its clock; null if none of its live sessions has reported one
 * @param push        which push service can reach it without a session, for example {@code fcm}; null if none can
 * @param lastUsedAt  when the user last touched it or had the app in view on it, kept while it is offline; to the minute
 */
public record Device(
        DeviceId id,
        String platform,
        String kind,
        boolean registered,
        boolean online,
        Attention attention,
        @Nullable Instant lastInputAt,
        Activity activity,
        @Nullable Observed<Battery> battery,
        @Nullable Integer minutesLeft,
        @Nullable Observed<Network> network,
        @Nullable Observed<Location> location,
        @Nullable Observed<Set<String>> places,
        Set<String> capabilities,
        boolean invisible,
        List<SessionLocation> sessions,
        @Nullable Instant onlineSince,
        @Nullable Observed<ZoneId> zone,
        @Nullable String push,
        @Nullable Instant lastUsedAt) {

    /** A device whose last use is unknown. */
    public Device(
            DeviceId id,
            String platform,
            String kind,
            boolean registered,
            boolean online,
            Attention attention,
            @Nullable Instant lastInputAt,
            Activity activity,
            @Nullable Observed<Battery> battery,
            @Nullable Integer minutesLeft,
            @Nullable Observed<Network> network,
            @Nullable Observed<Location> location,
            @Nullable Observed<Set<String>> places,
            Set<String> capabilities,
            boolean invisible,
            List<SessionLocation> sessions,
            @Nullable Instant onlineSince,
            @Nullable Observed<ZoneId> zone,
            @Nullable String push) {
        this(
                id,
                platform,
                kind,
                registered,
                online,
                attention,
                lastInputAt,
                activity,
                battery,
                minutesLeft,
                network,
                location,
                places,
                capabilities,
                invisible,
                sessions,
                onlineSince,
                zone,
                push,
                null);
    }

    /** Copies the collections. */
    public Device {
        sessions = List.copyOf(sessions);
        capabilities = Set.copyOf(capabilities);
    }

    /** Returns whether both devices report the same network. An unknown network equals no other. */
    boolean isNear(Device other) {
        return network != null
                && other.network != null
                && network.value().hash() != null
                && Objects.equals(network.value().hash(), other.network.value().hash());
    }
}
