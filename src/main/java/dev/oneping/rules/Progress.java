package dev.oneping.rules;

import dev.oneping.model.EscalationPosition;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How far an escalation has come.
 *
 * @param attempts how many attempts were begun so far
 * @param last     where in its policy the last of them was; null before the first
 * @param since    when the first began; null before it
 */
public record Progress(
        int attempts,
        @Nullable EscalationPosition last,
        @Nullable Instant since) {

    /** Nothing was tried yet. */
    public static final Progress NONE = new Progress(0, null, null);

    public Progress {
        if (attempts < 0) {
            throw new IllegalArgumentException("attempts must not be negative, but is " + attempts);
        }
    }
}
