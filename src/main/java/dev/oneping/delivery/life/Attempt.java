package dev.oneping.delivery.life;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.oneping.model.DeviceId;
import dev.oneping.model.EscalationPosition;
import dev.oneping.model.Variant;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to reach the user at one target.
 *
 * @param number    1 for the first of the notification
 * @param target    the target
 * @param ring      whether it may make a sound
 * @param at        the position in the escalation policy
 * @param startedAt when it began
 * @param ackBy     the end of the ack window as currently known
 * @param bounds    the bounds within which evidence may move {@code ackBy}
 * @param movedFor  the reason why the window does not end as planned; null if it does
 * @param transit   how far it has progressed
 * @param over      why the attempt was abandoned; null while it runs, and for the one that was answered
 * @param variant   how much of the content it shows
 * @param bundled   whether another notification of the user sounds for this one, too: what ends a wait together makes one
 *                  sound
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
        Variant variant,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean bundled) {

    /**
     * The time a process has to report the provider's result after it began to send. A shorter time repeats what a slow
     * provider has already accepted; a longer one costs more of the ack window after a crash.
     */
    public static final Duration SEND_AGAIN = Duration.ofSeconds(30);

    public Attempt {
        variant = Objects.requireNonNullElse(variant, Variant.RICH);
    }

    /** Creates an attempt for which no other notification sounds. */
    public Attempt(
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
        this(number, target, ring, at, startedAt, ackBy, bounds, movedFor, transit, over, variant, false);
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
                plan.variant(),
                plan.bundled());
    }

    /**
     * Returns the instant of the next timer: the end of the window, or earlier if the attempt may have to be sent
     * again.
     */
    public Instant due() {
        return transit instanceof DeliveryProgress.Sending sending
                        && sending.next().isBefore(ackBy)
                ? sending.next()
                : ackBy;
    }

    /** Returns the running hand-over to the channel, if its result is not known yet. */
    public Optional<DeliveryProgress.Sending> sending() {
        return transit instanceof DeliveryProgress.Sending sending ? Optional.of(sending) : Optional.empty();
    }

    /** Returns whether the attempt goes to that device, by sessions or by push. */
    public boolean isOn(DeviceId device) {
        return device.equals(target.device());
    }

    /**
     * Returns whether it notifies all other members of the group, and leaves the notification on the device that shows
     * it.
     */
    public boolean asksEveryone() {
        return target instanceof Target.Everyone;
    }

    /** Returns the instant at which the device confirmed receipt; null before. */
    public @Nullable Instant receivedAt() {
        return transit.receivedAt();
    }

    Attempt at(DeliveryProgress now) {
        return new Attempt(number, target, ring, at, startedAt, ackBy, bounds, movedFor, now, over, variant, bundled);
    }

    Attempt over(String reason) {
        return new Attempt(
                number, target, ring, at, startedAt, ackBy, bounds, movedFor, transit, reason, variant, bundled);
    }

    Attempt awaiting(Instant end, @Nullable String why) {
        return new Attempt(number, target, ring, at, startedAt, end, bounds, why, transit, over, variant, bundled);
    }
}
