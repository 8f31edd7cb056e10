package dev.oneping.rules;

import dev.oneping.model.Variant;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How an attempt is made. What a rule leaves open, the next that matches says, and in the end the policy.
 *
 * @param show      how much of the content; null to leave it open
 * @param ring      whether it may make a sound; null to leave it open
 * @param ackWindow how long an answer is waited for; null to leave it open
 */
public record Presentation(
        @Nullable Variant show,
        @Nullable Boolean ring,
        @Nullable Duration ackWindow) {

    /** Everything is open. */
    static final Presentation OPEN = new Presentation(null, null, null);

    /** The same, with what is open as the other says. */
    Presentation or(Presentation other) {
        return new Presentation(
                show != null ? show : other.show,
                ring != null ? ring : other.ring,
                ackWindow != null ? ackWindow : other.ackWindow);
    }
}
