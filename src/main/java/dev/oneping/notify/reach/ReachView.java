package dev.oneping.notify.reach;

import dev.oneping.model.DeviceId;
import dev.oneping.model.UserId;
import dev.oneping.presence.attention.Attention;
import dev.oneping.rules.Explanation.Fate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How somebody could be reached. Third parties get the band alone.
 *
 * @param band    how well, in a word
 * @param would   what the rules would do now; absent for third parties
 * @param targets each device, the one first that would be asked first; absent for third parties
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
     * One device.
     *
     * @param chance          of an answer there, 0 to 1, in hundredths
     * @param expectedSeconds until it comes, if it does
     * @param fate            what the rules would do with it; absent where they would look at none
     * @param reason          why, in a stable code
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
