package dev.oneping.delivery.life;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One line of a notification's trace: the cause of an evaluation, the decision with its reasons, and the effect.
 *
 * @param at          when
 * @param cause       the cause, for example {@code accepted}, {@code timer}, {@code presence}, {@code ack}
 * @param events      the names of the emitted events
 * @param device      the device concerned; null if none
 * @param channel     the channel concerned; null if none
 * @param note        the evidence, as a stable code, if it changed only the ack window; null otherwise
 * @param explanation the decision with its reasons: a {@link StoredExplanation} when it is written, plain JSON when it is read;
 *                    null if nothing was decided
 */
public record TraceLine(
        Instant at,
        String cause,
        List<String> events,
        @Nullable String device,
        @Nullable String channel,
        @Nullable String note,
        @Nullable Object explanation) {

    /** Copies the names. */
    public TraceLine {
        events = List.copyOf(events);
    }
}
