package dev.oneping.rules.fact;

import dev.oneping.model.EscalationPosition;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The progress of an escalation.
 *
 * @param attempts the number of attempts started so far
 * @param last     the position of the last attempt; null before the first
 * @param since    the start of the first attempt; null before it
 * @param rings    the attempts that made a sound, oldest first
 * @param shownSince the time since when a device displays it without a sound; null if none does
 */
public record Progress(
        int attempts,
        @Nullable EscalationPosition last,
        @Nullable Instant since,
        List<Ring> rings,
        @Nullable Instant shownSince) {

    /** No attempts yet. */
    public static final Progress NONE = new Progress(0, null, null);

    /** Progress without any sound or silent display. */
    public Progress(int attempts, @Nullable EscalationPosition last, @Nullable Instant since) {
        this(attempts, last, since, List.of(), null);
    }

    public Progress {
        rings = List.copyOf(rings);
        if (attempts < 0) {
            throw new IllegalArgumentException("attempts must not be negative, but is " + attempts);
        }
    }
}
