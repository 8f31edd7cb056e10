package dev.oneping.delivery;

import dev.oneping.model.DeviceId;
import dev.oneping.model.EscalationPosition;
import dev.oneping.model.Variant;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One try to reach a person in one place.
 *
 * @param number    1 for the first of the notification
 * @param target    where it goes
 * @param ring      whether it may make a sound
 * @param at        the step of the policy that it makes
 * @param startedAt when it began
 * @param ackBy     until when an answer is awaited, by what is known now
 * @param bounds    between which instants evidence may move that
 * @param movedFor  why the end of the window is not the one that was planned; null where it is
 * @param transit   how far it has come
 * @param over      why the attempt was given up; null while it runs, and for the one that was answered
 * @param variant   how much of the content it shows
 */
public record Attempt(
        int number,
        Target target,
        boolean ring,
        EscalationPosition at,
        Instant startedAt,
        Instant ackBy,
        AckWindowBounds bounds,
        @Nullable String movedFor,
        DeliveryProgress transit,
        @Nullable String over,
        Variant variant) {

    /**
     * How long the process that began to send has to say what came of it. Shorter repeats what a slow provider has taken
     * already; longer costs more of the ack window after a crash.
     */
    public static final Duration SEND_AGAIN = Duration.ofSeconds(30);

    public Attempt {
        variant = Objects.requireNonNullElse(variant, Variant.RICH);
    }

    static Attempt begin(int number, AttemptPlan plan, AckWindowBounds bounds, Instant now) {
        DeliveryProgress transit = plan.target() instanceof Target.Outbound
                ? new DeliveryProgress.Sending(1, now.plus(SEND_AGAIN))
                : new DeliveryProgress.Shown();
        return new Attempt(
                number,
                plan.target(),
                plan.ring(),
                plan.at(),
                now,
                bounds.planned(),
                bounds,
                null,
                transit,
                null,
                plan.variant());
    }

    /** When it wants attention: at the end of the window, or before that where it may have to be sent again. */
    public Instant due() {
        return transit instanceof DeliveryProgress.Sending sending
                        && sending.next().isBefore(ackBy)
                ? sending.next()
                : ackBy;
    }

    /** How often it was handed to its channel, where nobody knows yet what came of it. */
    public Optional<DeliveryProgress.Sending> sending() {
        return transit instanceof DeliveryProgress.Sending sending ? Optional.of(sending) : Optional.empty();
    }

    /** Whether it goes to that device, by sessions or by push. */
    public boolean isOn(DeviceId device) {
        return device.equals(target.device());
    }

    /** Whether it asks everybody else in the group, and leaves what is shown where it is. */
    public boolean asksEveryone() {
        return target instanceof Target.Everyone;
    }

    /** When the device said that it has it; null until then. */
    public @Nullable Instant receivedAt() {
        return transit.receivedAt();
    }

    Attempt at(DeliveryProgress now) {
        return new Attempt(number, target, ring, at, startedAt, ackBy, bounds, movedFor, now, over, variant);
    }

    Attempt over(String reason) {
        return new Attempt(number, target, ring, at, startedAt, ackBy, bounds, movedFor, transit, reason, variant);
    }

    Attempt awaiting(Instant end, @Nullable String why) {
        return new Attempt(number, target, ring, at, startedAt, end, bounds, why, transit, over, variant);
    }
}
