package dev.oneping.rules;

import dev.oneping.model.DeviceId;
import dev.oneping.model.EscalationPosition;
import dev.oneping.model.Variant;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What is to become of a notification now. It is data; the turn that asked for it acts. */
public sealed interface Decision {

    /**
     * Begin an attempt.
     *
     * @param target  the device that most likely has the person's attention, or what else the policy's step names
     * @param window  how long to wait for a human answer before deciding again
     * @param ring    whether it may make a sound
     * @param variant how much of the content to show
     * @param at      the step of the policy that this attempt makes; the next decision must be told of it
     * @param spend   what is to be added to the person's history, in the same step that begins the attempt; null for
     *                nothing
     */
    record Deliver(
            DecisionTarget target,
            AckWindow window,
            boolean ring,
            Variant variant,
            EscalationPosition at,
            History.@Nullable Interruption spend)
            implements Decision {

        /** The one device; empty where the target is none. */
        public Optional<DeviceId> device() {
            return switch (target) {
                case DecisionTarget.OnDevice(DeviceId device) -> Optional.of(device);
                case DecisionTarget.OnPush(DeviceId device) -> Optional.of(device);
                case DecisionTarget.OnChannel ignored -> Optional.empty();
                case DecisionTarget.Everyone ignored -> Optional.empty();
            };
        }
    }

    /**
     * Keep it, and decide again at the latest at an instant.
     *
     * @param reason a stable code: the name of the rule that holds, {@code no_device_online} or {@code all_devices_tried}
     * @param until  when to decide again; always after now, never after the expiry
     */
    record Hold(String reason, Instant until) implements Decision {}

    /**
     * Never show it.
     *
     * @param reason a stable code: the name of the rule that suppresses, or why no device was left
     */
    record Suppress(String reason) implements Decision {}

    /**
     * Give up: its policy has been gone through, and nobody answered.
     *
     * @param reason {@code all_rounds_over} or {@code plan_deadline}
     */
    record Exhaust(String reason) implements Decision {}

    /** Its time is over; nobody wants to see it any more. */
    record Expire() implements Decision {}
}
