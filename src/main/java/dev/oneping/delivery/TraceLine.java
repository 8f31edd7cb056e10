package dev.oneping.delivery;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One line of a notification's story: what made someone look at it, what was decided and why, and what came of it.
 *
 * @param at          when
 * @param cause       what led to it, for example {@code accepted}, {@code timer}, {@code presence}, {@code ack}
 * @param events      the names of the events that it led to
 * @param device      the device concerned; null if none is
 * @param channel     the channel concerned; null if none is
 * @param note        what was learned, where that changed no more than the time of waiting; a stable code, else null
 * @param explanation the decision with its reasons, as the rules wrote it; null where nothing was decided
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
