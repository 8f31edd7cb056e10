package dev.oneping.presence;

import dev.oneping.model.DeviceId;
import dev.oneping.model.SessionAt;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One device of a person at one instant. It is registered, or online, or both. What was observed too long ago is null.
 *
 * @param id          its name
 * @param platform    for example {@code web}, {@code ios}
 * @param registered  whether the app has registered it
 * @param online      whether it has a live session; that alone does not mean that anybody looks at it
 * @param attention   that of its strongest session
 * @param lastInputAt when somebody last touched it, as far as its live sessions know
 * @param battery     its battery
 * @param network     its network
 * @param location    its place
 * @param sessions    its live sessions, the most attentive first
 * @param onlineSince since when it has had a live session without a break; null if it has none
 */
public record Device(
        DeviceId id,
        String platform,
        boolean registered,
        boolean online,
        Attention attention,
        @Nullable Instant lastInputAt,
        @Nullable Observed<Battery> battery,
        @Nullable Observed<Network> network,
        @Nullable Observed<Location> location,
        List<SessionAt> sessions,
        @Nullable Instant onlineSince) {

    /** Copies the sessions. */
    public Device {
        sessions = List.copyOf(sessions);
    }
}
