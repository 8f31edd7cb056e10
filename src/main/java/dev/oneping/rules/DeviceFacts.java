package dev.oneping.rules;

import dev.oneping.model.DeviceId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What rules may know of one device. A null means that nobody knows, which is a third value beside yes and no.
 *
 * @param id          its name
 * @param platform    for example {@code web}, {@code ios}
 * @param online      whether it has a live session
 * @param attention   what was concluded from its reports
 * @param confidence  how sure that conclusion is, 0 to 1
 * @param since       since when the attention is what it is
 * @param lastInputAt when somebody last touched it
 * @param battery     its battery
 * @param network     its network
 * @param triedRound  the last round of the escalation in which it was asked since it last arrived; 0 if it was not
 * @param pushedRound the last round of the escalation in which it was pushed to; 0 if it was not, null where no push
 *                    service knows it
 * @param context     where it is and what it is doing
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
        DeviceContext context) {
    public DeviceFacts {
        if (!(confidence >= 0 && confidence <= 1)) {
            throw new IllegalArgumentException("confidence must be from 0 to 1, but is " + confidence);
        }
        if (triedRound < 0) {
            throw new IllegalArgumentException("triedRound must not be negative, but is " + triedRound);
        }
    }

    /** A device that no push service knows. */
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

    /** Whether it can be pushed to now, and was not yet in that round. */
    boolean isPushable(int round) {
        return !online && pushedRound != null && pushedRound < round;
    }

    /** A device of whose context nobody knows anything else. */
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
