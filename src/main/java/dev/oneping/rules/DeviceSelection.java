package dev.oneping.rules;

import dev.oneping.model.EscalationPosition;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The result of choosing the next target. */
sealed interface DeviceSelection {

    /** A target was found for that step of the policy. */
    record Chosen(
            DecisionTarget target,
            PolicyStep step,
            EscalationPosition at,
            @Nullable EvaluationContext from) implements DeviceSelection {

        /** The evaluation context of the chosen device; the general context if the target is a channel. */
        EvaluationContext seenFrom(EvaluationContext whole) {
            return from == null ? whole : from;
        }
    }

    /** Devices were found, but rules exclude them until a time, or permanently. */
    record Excluded(String reason, Instant until, boolean permanent) implements DeviceSelection {}

    /** No step of the policy finds a target. */
    record Nobody(String reason) implements DeviceSelection {}
}
