package dev.oneping.notify.turn;

import dev.oneping.delivery.life.Attempt;
import dev.oneping.delivery.life.Target;
import dev.oneping.events.DeviceEvent;
import dev.oneping.model.ActivityKind;
import dev.oneping.model.DeviceId;
import dev.oneping.model.NotificationId;
import dev.oneping.model.SessionLocation;
import dev.oneping.presence.Device;
import dev.oneping.presence.Presence;
import dev.oneping.presence.attention.Attention;
import dev.oneping.presence.attention.Observed;
import dev.oneping.presence.report.Battery;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** The health of a running attempt's target: the state of its device as far as it affects the chance of an answer. */
enum TargetHealth {
    /**
     * The device has a live session, and no evidence says that the user is away; or it is behind a channel, which
     * yields no evidence.
     */
    THERE,
    /** The user is typing on it. */
    TYPING,
    /** The user has not touched it since the attempt began, although input was observable before. */
    IDLE,
    /** Its battery will be empty within minutes. */
    AT_RISK,
    /** The user has turned away since the attempt began: the screen is locked, or the page is hidden. */
    AWAY,
    /** The device has no live session any more. */
    OFFLINE,
    /**
     * The device has no live session, but neither have many others of its node: that is an outage of our own, and says
     * nothing about the user.
     */
    SUSPENDED,
    /** The device came back after such an outage, and the user was given more time. */
    RESUMED;

    /** A battery that lasts longer than this outlives any answer. */
    private static final int RISKY_MINUTES = 5;

    static TargetHealth of(Attempt attempt, Presence presence) {
        return switch (attempt.target()) {
            case Target.Outbound ignored -> THERE;
            case Target.Everyone ignored -> THERE;
            case Target.Live(DeviceId id, List<SessionLocation> ignored) ->
                presence.device(id)
                        .filter(Device::online)
                        .map(device -> of(attempt, device))
                        .orElseGet(() -> presence.suspendedUntil() == null ? OFFLINE : SUSPENDED);
        };
    }

    private static TargetHealth of(Attempt attempt, Device device) {
        TargetHealth now = of(attempt.startedAt(), device);
        String moved = attempt.movedFor();
        boolean resumed = SUSPENDED.code().equals(moved) || RESUMED.code().equals(moved);
        return resumed && now != AWAY ? RESUMED : now;
    }

    private static TargetHealth of(Instant start, Device device) {
        Attention attention = device.attention();
        boolean since = attention.since().isAfter(start);
        if (attention.isAway() && since) {
            return AWAY;
        }
        if (emptyAt(device).isPresent()) {
            return AT_RISK;
        }
        if (device.activity().is(ActivityKind.TYPING)) {
            return TYPING;
        }
        return since && !attention.isActive() && !attention.isAway() ? IDLE : THERE;
    }

    /** Returns when the battery will be empty, if that is soon enough to matter. */
    static Optional<Instant> emptyAt(Device device) {
        Observed<Battery> battery = device.battery();
        Integer minutes = device.minutesLeft();
        return battery == null || battery.value().charging() || minutes == null || minutes > RISKY_MINUTES
                ? Optional.empty()
                : Optional.of(battery.at().plus(Duration.ofMinutes(minutes)));
    }

    static DeviceEvent.AtRisk risk(Device device, NotificationId notification) {
        Observed<Battery> battery = device.battery();
        return new DeviceEvent.AtRisk(
                device.id(),
                notification,
                battery == null ? null : (Double) battery.value().level(),
                Objects.requireNonNullElse(device.minutesLeft(), 0));
    }

    /** Returns the reason code of an attempt that is abandoned for it. */
    String code() {
        return switch (this) {
            case THERE -> "unanswered";
            case TYPING -> "target_typing";
            case IDLE -> "target_idle";
            case AT_RISK -> "target_at_risk";
            case AWAY -> "target_away";
            case OFFLINE -> "target_offline";
            case SUSPENDED -> "platform_incident";
            case RESUMED -> "back_after_incident";
        };
    }
}
