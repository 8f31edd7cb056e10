package dev.oneping.notify.reach;

import dev.oneping.model.DeviceId;
import dev.oneping.model.UserId;
import dev.oneping.presence.attention.Attention;
import dev.oneping.rules.explain.Explanation.Fate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A user's reachability. Third parties get the band alone.
 *
 * @param band    the reachability band
 * @param would   what the rules would do now; absent for third parties
 * @param targets the devices in the order in which they would be asked; absent for third parties
 */
public record ReachView(
        UserId user,
        ReachBand band,
        @Nullable ReachPrediction would,
        @Nullable List<ReachTarget> targets) {

    ReachView coarse() {
        return new ReachView(user, band, null, null);
    }

    /**
     * The prediction for one device.
     *
     * @param chance          the chance of an answer there, 0 to 1, in hundredths
     * @param expectedSeconds the expected time until the answer
     * @param fate            the rules' decision on the device; absent if they would consider none
     * @param reason          the reason, as a stable code
     */
    public record ReachTarget(
            DeviceId device,
            String kind,
            String platform,
            boolean online,
            Attention.State attention,
            double chance,
            long expectedSeconds,
            @Nullable Fate fate,
            @Nullable String reason) {}
}
