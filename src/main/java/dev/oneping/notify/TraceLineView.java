package dev.oneping.notify;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.oneping.rules.Counterfactuals;
import dev.oneping.rules.Explanation;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One line of a notification's story.
 *
 * @param at          when
 * @param cause       what led to it
 * @param events      the names of the events that it led to
 * @param device      the device concerned; null if none is
 * @param channel     the channel concerned; null if none is
 * @param note        what was learned, where that changed no more than the time of waiting; null for nothing
 * @param explanation the decision with its reasons; null where nothing was decided
 * @param wouldChange what would have changed that decision; null where nothing was decided
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record TraceLineView(
        Instant at,
        String cause,
        List<String> events,
        @Nullable String device,
        @Nullable String channel,
        @Nullable String note,
        @Nullable Explanation explanation,
        @Nullable List<Counterfactuals.Hinge> wouldChange) {}
