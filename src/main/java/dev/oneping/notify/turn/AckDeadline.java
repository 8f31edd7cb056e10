package dev.oneping.notify.turn;

import dev.oneping.delivery.life.AckWindowBounds;
import dev.oneping.delivery.life.Attempt;
import dev.oneping.delivery.life.Target;
import dev.oneping.model.ActivityKind;
import dev.oneping.presence.Device;
import dev.oneping.presence.Presence;
import dev.oneping.presence.attention.Attention;
import dev.oneping.presence.attention.Observed;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * Computes the end of a running attempt's ack window from the current state of its device: pure. A device that was
 * lost, locked or hidden shortens the wait at once; an idle one halves it; a battery that will be empty earlier ends it
 * shortly before that; typing on the device extends it. The bounds of the attempt's window always hold, and evidence
 * that no longer holds moves the end back. While an outage of our own disconnected the device, no attempt is abandoned.
 *
 * @param lostGrace the time to wait for a device that was lost or locked
 */
record AckDeadline(Duration lostGrace) {

    /** The extension for a user who is typing: as long as a pause in writing may last, renewed with each keystroke. */
    private static final Duration TYPING_PAUSE = Duration.ofSeconds(15);

    /** The other device must be asked while this one can still be told to retract. */
    private static final Duration BEFORE_DEATH = Duration.ofMinutes(1);

    Reading read(Attempt attempt, Presence presence, Instant now) {
        AckWindowBounds bounds = attempt.bounds();
        TargetHealth target = TargetHealth.of(attempt, presence);
        return switch (target) {
            case OFFLINE, AWAY -> lost(attempt, target, now);
            case AT_RISK -> atRisk(attempt, presence, now);
            case IDLE -> {
                Duration half =
                        Duration.between(attempt.startedAt(), bounds.planned()).dividedBy(2);
                yield new Reading(bounds.within(attempt.startedAt().plus(half)), target);
            }
            case TYPING -> {
                Instant pause = typedAt(attempt, presence, now).plus(TYPING_PAUSE);
                yield pause.isAfter(bounds.planned())
                        ? new Reading(bounds.within(pause), target)
                        : new Reading(bounds.planned(), TargetHealth.THERE);
            }
            case SUSPENDED ->
                new Reading(
                        later(bounds.planned(), Objects.requireNonNullElse(presence.suspendedUntil(), now)), target);
            case RESUMED -> resumed(attempt, now);
            case THERE -> new Reading(bounds.planned(), target);
        };
    }

    /**
     * Ends the wait after the grace period, counted once from when the loss was noticed; never later than without the
     * loss.
     */
    private Reading lost(Attempt attempt, TargetHealth target, Instant now) {
        if (target.code().equals(attempt.movedFor())) {
            return new Reading(attempt.ackBy(), target);
        }
        Instant noticed = attempt.bounds().within(now.plus(lostGrace));
        return new Reading(earlier(noticed, attempt.bounds().planned()), target);
    }

    /**
     * Grants half a window more, counted once from when the device was seen to be back, because the user could not
     * answer in the meantime.
     */
    private static Reading resumed(Attempt attempt, Instant now) {
        if (TargetHealth.RESUMED.code().equals(attempt.movedFor())) {
            return new Reading(attempt.ackBy(), TargetHealth.RESUMED);
        }
        Instant planned = attempt.bounds().planned();
        Duration half = Duration.between(attempt.startedAt(), planned).dividedBy(2);
        return new Reading(later(planned, now.plus(half)), TargetHealth.RESUMED);
    }

    private static Reading atRisk(Attempt attempt, Presence presence, Instant now) {
        Instant end = deviceOf(attempt, presence)
                .flatMap(TargetHealth::emptyAt)
                .map(empty -> empty.minus(BEFORE_DEATH))
                .orElse(now);
        AckWindowBounds bounds = attempt.bounds();
        return new Reading(bounds.within(earlier(end, bounds.planned())), TargetHealth.AT_RISK);
    }

    private static Instant typedAt(Attempt attempt, Presence presence, Instant now) {
        return deviceOf(attempt, presence)
                .map(Device::activity)
                .map(activity -> activity.get(ActivityKind.TYPING))
                .map(Observed::at)
                .orElse(now);
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    /**
     * Returns whether the user has turned to the other device since the attempt began, away from the one that shows it;
     * only evidence of the user at both counts.
     */
    static boolean hasTurnedTo(Device other, Attempt attempt, Presence presence) {
        boolean arrivedThere = other.online()
                && !(attempt.target() instanceof Target.Live live && other.id().equals(live.device()))
                && other.attention().isActive()
                && touchedSince(other, attempt.startedAt());
        boolean leftHere = deviceOf(attempt, presence)
                .filter(Device::online)
                .map(device -> !device.attention().isActive() || !touchedSince(device, attempt.startedAt()))
                .orElse(true);
        return arrivedThere && leftHere;
    }

    /** Returns the device that shows it by live sessions; a target behind a channel yields no evidence. */
    private static Optional<Device> deviceOf(Attempt attempt, Presence presence) {
        return attempt.target() instanceof Target.Live live ? presence.device(live.device()) : Optional.empty();
    }

    private static boolean touchedSince(Device device, Instant start) {
        Attention attention = device.attention();
        Instant input = device.lastInputAt();
        return attention.since().isAfter(start) || (input != null && input.isAfter(start));
    }

    /**
     * The computed end of the ack window.
     *
     * @param end    when the attempt is abandoned
     * @param target the health of the target that it is derived from
     */
    record Reading(Instant end, TargetHealth target) {}
}
