package dev.oneping.rules;

import dev.oneping.model.DeviceId;
import dev.oneping.model.EscalationPosition;
import dev.oneping.model.Variant;
import dev.oneping.rules.fact.History;
import dev.oneping.rules.rule.AckWindow;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The decision on a notification. It is data only; the calling turn carries it out. */
public sealed interface Decision {

    /**
     * Starts an attempt.
     *
     * @param target  the device that most likely has the user's attention, or another target of the policy's step
     * @param window  the time to wait for a human response before the next decision
     * @param ring    whether it may make a sound
     * @param variant the part of the content to show
     * @param at      the position in the policy; the next decision needs it as input
     * @param spend   the interruption to record in the user's history together with the start of the attempt; null
     *     for none
     * @param silent  further devices that show it at the same time without a sound; never the target
     */
    record Deliver(
            DecisionTarget target,
            AckWindow window,
            boolean ring,
            Variant variant,
            EscalationPosition at,
            History.@Nullable Interruption spend,
            Set<DeviceId> silent)
            implements Decision {
        public Deliver {
            silent = Set.copyOf(silent);
        }

        /** Shows it on the target only. */
        public Deliver(
                DecisionTarget target,
                AckWindow window,
                boolean ring,
                Variant variant,
                EscalationPosition at,
                History.@Nullable Interruption spend) {
            this(target, window, ring, variant, at, spend, Set.of());
        }

        /** The target device; empty if the target is a channel or a group. */
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
     * Holds the notification, with the next decision at the given time at the latest.
     *
     * @param reason a stable code: the name of the rule that holds, {@code no_device_online}, {@code devices_not_enabled}, {@code
     *     all_devices_tried} or {@code not_worth_a_ring}
     * @param until  the time of the next decision; always after now, never after the expiry
     * @param silent the devices that show it meanwhile without a sound
     */
    record Hold(String reason, Instant until, Set<DeviceId> silent) implements Decision {
        public Hold {
            silent = Set.copyOf(silent);
        }

        /** Holds it without showing it on further devices. */
        public Hold(String reason, Instant until) {
            this(reason, until, Set.of());
        }
    }

    /**
     * Ends the notification without showing it.
     *
     * @param reason a stable code: the name of the rule that suppresses, or the reason for which no device was left
     */
    record Suppress(String reason) implements Decision {}

    /**
     * Ends the notification because its policy is exhausted without a response.
     *
     * @param reason {@code all_rounds_over} or {@code plan_deadline}
     */
    record Exhaust(String reason) implements Decision {}

    /** Ends the notification because it has expired. */
    record Expire() implements Decision {}
}
