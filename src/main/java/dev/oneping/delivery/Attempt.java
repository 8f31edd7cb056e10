package dev.oneping.delivery;

import dev.oneping.model.DeviceId;
import dev.oneping.model.SessionAt;
import dev.oneping.model.StepAt;
import dev.oneping.model.Variant;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One try to reach a person on one device.
 *
 * @param number     1 for the first of the notification
 * @param device     the device
 * @param sessions   the device's live sessions when the attempt began, the most attentive first
 * @param ring       whether it may make a sound
 * @param at         the step of the policy that it makes
 * @param startedAt  when it began
 * @param ackBy      until when an answer is awaited, by what is known now
 * @param bounds     between which instants evidence may move that
 * @param movedFor   why the end of the window is not the one that was planned; null where it is
 * @param receivedAt when the device said that it has it; null until then
 * @param over       why the attempt was given up; null while it runs, and for the one that was answered
 * @param variant    how much of the content it shows
 */
public record Attempt(
        int number,
        DeviceId device,
        List<SessionAt> sessions,
        boolean ring,
        StepAt at,
        Instant startedAt,
        Instant ackBy,
        WindowBounds bounds,
        @Nullable String movedFor,
        @Nullable Instant receivedAt,
        @Nullable String over,
        Variant variant) {

    /** Copies the sessions. */
    public Attempt {
        sessions = List.copyOf(sessions);
        variant = Objects.requireNonNullElse(variant, Variant.RICH);
    }

    static Attempt begin(int number, Plan plan, WindowBounds bounds, Instant now) {
        return new Attempt(
                number,
                plan.device(),
                plan.sessions(),
                plan.ring(),
                plan.at(),
                now,
                bounds.planned(),
                bounds,
                null,
                null,
                null,
                plan.variant());
    }

    Attempt received(Instant now) {
        return new Attempt(number, device, sessions, ring, at, startedAt, ackBy, bounds, movedFor, now, over, variant);
    }

    Attempt over(String reason) {
        return new Attempt(
                number, device, sessions, ring, at, startedAt, ackBy, bounds, movedFor, receivedAt, reason, variant);
    }

    Attempt awaiting(Instant end, @Nullable String why) {
        return new Attempt(number, device, sessions, ring, at, startedAt, end, bounds, why, receivedAt, over, variant);
    }
}
