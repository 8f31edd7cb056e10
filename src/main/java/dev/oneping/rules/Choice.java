package dev.oneping.rules;

import dev.oneping.model.StepAt;
import java.time.Instant;

/** What came of looking for whom to ask next. */
sealed interface Choice {

    /** Ask there, as that step of the policy. */
    record Chosen(Target target, Step step, StepAt at) implements Choice {}

    /** There would have been one, but a rule speaks against it until an instant. */
    record Excluded(String reason, Instant until) implements Choice {}

    /** No step of the policy finds anybody. */
    record Nobody(String reason) implements Choice {}
}
