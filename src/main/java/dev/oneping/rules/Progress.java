package dev.oneping.rules;

import dev.oneping.model.EscalationPosition;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The progress of an escalation.
 *
 * @param attempts the number of attempts started so far
 * @param last     the position of the last attempt; null before the first
 * @param since    the start of the first attempt; null before it
 */
public record Progress(
        int attempts,
        @Nullable EscalationPosition last,
        @Nullable Instant since) {

    /** No attempts yet. */
    public static final Progress NONE = new Progress(0, null, null);

    public Progress {
        if (attempts < 0) {
            throw new IllegalArgumentException("attempts must not be negative, but is " + attempts);
        }
    }
}
