package dev.oneping.notify.read;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.oneping.rules.explain.Counterfactuals;
import dev.oneping.rules.explain.Explanation;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One line of a notification's trace.
 *
 * @param at          when
 * @param cause       the cause
 * @param events      the names of the emitted events
 * @param device      the device concerned; null if none
 * @param channel     the channel concerned; null if none
 * @param note        the evidence, if it changed only the ack window; null otherwise
 * @param explanation the decision with its reasons; null if nothing was decided
 * @param wouldChange what would have changed that decision; null if nothing was decided
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record TraceLineView(
        Instant at,
        String cause,
        List<String> events,
        @Nullable String device,
        @Nullable String channel,
        @Nullable String note,
        @Nullable Explanation explanation,
        @Nullable List<Counterfactuals.Counterfactual> wouldChange) {}
