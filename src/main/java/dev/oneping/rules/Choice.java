package dev.oneping.rules;

import dev.oneping.model.DeviceId;
import java.time.Instant;

/** What came of looking for the device that is to get a notification. */
sealed interface Choice {

    /** This one. */
    record Chosen(DeviceId device) implements Choice {}

    /** There would have been one, but a rule speaks against it until an instant. */
    record Excluded(String reason, Instant until) implements Choice {}

    /** None is online and untried. */
    record Nobody(String reason) implements Choice {}
}
