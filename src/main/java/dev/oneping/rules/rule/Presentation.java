package dev.oneping.rules.rule;

import dev.oneping.model.Variant;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The presentation of an attempt. Values that a rule leaves open come from the next matching rule, and finally from
 * the policy.
 *
 * @param show      the part of the content; null if open
 * @param ring      whether it may make a sound; null if open
 * @param ackWindow the time to wait for a response; null if open
 */
public record Presentation(
        @Nullable Variant show,
        @Nullable Boolean ring,
        @Nullable Duration ackWindow) {

    /** Everything is open. */
    public static final Presentation OPEN = new Presentation(null, null, null);

    /** A copy whose open values come from the other. */
    public Presentation or(Presentation other) {
        return new Presentation(
                show != null ? show : other.show,
                ring != null ? ring : other.ring,
                ackWindow != null ? ackWindow : other.ackWindow);
    }
}
