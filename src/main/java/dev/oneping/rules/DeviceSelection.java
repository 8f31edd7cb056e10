package dev.oneping.rules;

import dev.oneping.model.EscalationPosition;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What came of looking for whom to ask next. */
sealed interface DeviceSelection {

    /** Ask there, as that step of the policy. */
    record Chosen(
            DecisionTarget target,
            PolicyStep step,
            EscalationPosition at,
            @Nullable EvaluationContext from) implements DeviceSelection {

        /** The situation as seen from the device that was chosen; from nowhere in particular where it is a channel. */
        EvaluationContext seenFrom(EvaluationContext whole) {
            return from == null ? whole : from;
        }
    }

    /** There would have been one, but a rule speaks against it until an instant, or for good. */
    record Excluded(String reason, Instant until, boolean forGood) implements DeviceSelection {}

    /** No step of the policy finds anybody. */
    record Nobody(String reason) implements DeviceSelection {}
}
