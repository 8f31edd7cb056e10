package dev.oneping.rules;

import dev.oneping.model.DeviceId;
import dev.oneping.model.EscalationPosition;
import dev.oneping.rules.expression.EvaluationContext;
import dev.oneping.rules.rule.PolicyStep;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The result of choosing the next target. */
sealed interface DeviceSelection {

    /**
     * A target was found for that step of the policy.
     *
     * @param silent   further devices that show it without a sound
     * @param silently whether the target shows it without a sound, whatever the policy says
     */
    record Chosen(
            DecisionTarget target,
            PolicyStep step,
            EscalationPosition at,
            @Nullable EvaluationContext from,
            Set<DeviceId> silent,
            boolean silently)
            implements DeviceSelection {

        /** A target of a policy of steps. */
        Chosen(DecisionTarget target, PolicyStep step, EscalationPosition at, @Nullable EvaluationContext from) {
            this(target, step, at, from, Set.of(), false);
        }

        /** The evaluation context of the chosen device; the general context if the target is a channel. */
        EvaluationContext seenFrom(EvaluationContext whole) {
            return from == null ? whole : from;
        }
    }

    /** Devices were found, but rules exclude them until a time, or permanently. */
    record Excluded(String reason, Instant until, boolean permanent) implements DeviceSelection {}

    /** No device is worth a ring now; some show it meanwhile without a sound. */
    record Waits(String reason, Instant until, Set<DeviceId> silent) implements DeviceSelection {}

    /** No step of the policy finds a target. */
    record Nobody(String reason) implements DeviceSelection {}
}
