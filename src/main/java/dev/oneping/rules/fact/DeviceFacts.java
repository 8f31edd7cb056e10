package dev.oneping.rules.fact;

import dev.oneping.model.DeviceId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The facts about one device that rules can use. Null means unknown, a third value besides yes and no.
 *
 * @param id          its name
 * @param platform    for example {@code web}, {@code ios}
 * @param online      whether it has a live session
 * @param attention   the attention concluded from its reports
 * @param confidence  the confidence of that conclusion, 0 to 1
 * @param since       the start of the current attention state
 * @param lastInputAt the time of the last input on it
 * @param battery     its battery
 * @param network     its network
 * @param triedRound  the last escalation round in which it was tried since it came online; 0 if none
 * @param pushedRound the last escalation round in which it got a push; 0 if none, null if it has no push address
 * @param context     its surroundings and activity
 * @param use         its use
 */
public record DeviceFacts(
        DeviceId id,
        @Nullable String platform,
        boolean online,
        AttentionState attention,
        double confidence,
        Instant since,
        @Nullable Instant lastInputAt,
        @Nullable BatteryState battery,
        @Nullable NetworkState network,
        int triedRound,
        @Nullable Integer pushedRound,
        DeviceContext context,
        DeviceUse use) {
    public DeviceFacts {
        if (!(confidence >= 0 && confidence <= 1)) {
            throw new IllegalArgumentException("confidence must be from 0 to 1, but is " + confidence);
        }
        if (triedRound < 0) {
            throw new IllegalArgumentException("triedRound must not be negative, but is " + triedRound);
        }
    }

    /** A device whose use is unknown. */
    public DeviceFacts(
            DeviceId id,
            @Nullable String platform,
            boolean online,
            AttentionState attention,
            double confidence,
            Instant since,
            @Nullable Instant lastInputAt,
            @Nullable BatteryState battery,
            @Nullable NetworkState network,
            int triedRound,
            @Nullable Integer pushedRound,
            DeviceContext context) {
        this(
                id,
                platform,
                online,
                attention,
                confidence,
                since,
                lastInputAt,
                battery,
                network,
                triedRound,
                pushedRound,
                context,
                DeviceUse.UNKNOWN);
    }

    /** A device without a push address. */
    public DeviceFacts(
            DeviceId id,
            @Nullable String platform,
            boolean online,
            AttentionState attention,
            double confidence,
            Instant since,
            @Nullable Instant lastInputAt,
            @Nullable BatteryState battery,
            @Nullable NetworkState network,
            int triedRound,
            DeviceContext context) {
        this(
                id,
                platform,
                online,
                attention,
                confidence,
                since,
                lastInputAt,
                battery,
                network,
                triedRound,
                null,
                context);
    }

    /** The last input on it or use of the app on it, kept also while it is offline; null if unknown. */
    public @Nullable Instant lastUsedAt() {
        return use.lastUsedAt();
    }

    /** Returns whether more than one user uses it; null if unknown. */
    public @Nullable Boolean shared() {
        return use.shared();
    }

    /** Returns whether it can get a push now and has not had one in that round. */
    public boolean isPushable(int round) {
        return !online && pushedRound != null && pushedRound < round;
    }

    /** A device without a push address whose context is unknown. */
    public DeviceFacts(
            DeviceId id,
            @Nullable String platform,
            boolean online,
            AttentionState attention,
            double confidence,
            Instant since,
            @Nullable Instant lastInputAt,
            @Nullable BatteryState battery,
            @Nullable NetworkState network,
            int triedRound) {
        this(
                id,
                platform,
                online,
                attention,
                confidence,
                since,
                lastInputAt,
                battery,
                network,
                triedRound,
                null,
                DeviceContext.UNKNOWN);
    }
}
