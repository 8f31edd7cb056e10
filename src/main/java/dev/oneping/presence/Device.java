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
 * One device of a person at one instant. It is registered, or online, or both. What was observed too long ago is null.
 *
 * @param id          its name
 * @param platform    for example {@code web}, {@code ios}
 * @param kind        what it is to people, for example {@code desktop}, {@code phone}: as registered, else guessed from the
 *                    platform; {@code unknown} where that tells nothing
 * @param registered  whether the app has registered it
 * @param online      whether it has a live session; that alone does not mean that anybody looks at it
 * @param attention   that of its strongest session
 * @param lastInputAt when somebody last touched it, as far as its live sessions know
 * @param activity    what the person does with it: typing, in a call, presenting; and its own do-not-disturb mode
 * @param battery     its battery
 * @param minutesLeft how long the battery lasts at the rate measured; null while charging or not measured yet
 * @param network     its network
 * @param location    where it is; for the rules only
 * @param places      the named places that it is in; null if not known
 * @param capabilities what its clients can do, in their words
 * @param invisible   whether others shall not see it
 * @param sessions    its live sessions, the most attentive first
 * @param onlineSince since when it has had a live session without a break; null if it has none
 * @param zone        the zone of its clock; null if none of its live sessions has said
 * @param push        which push service can reach it without a session, for example {@code fcm}; null if none can
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
        @Nullable String push) {

    /** Copies the collections. */
    public Device {
        sessions = List.copyOf(sessions);
        capabilities = Set.copyOf(capabilities);
    }

    /** Whether both are on the same network, as far as they say. Unknown is not the same. */
    boolean isNear(Device other) {
        return network != null
                && other.network != null
                && network.value().hash() != null
                && Objects.equals(network.value().hash(), other.network.value().hash());
    }
}
