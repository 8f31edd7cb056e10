package dev.oneping.notify.reach;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.oneping.rules.Decided;
import dev.oneping.rules.Decision;
import dev.oneping.rules.explain.Explanation.StageLine;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rules' prediction for a notification sent now.
 *
 * @param decision the decision
 * @param reason   a stable code: the name of the deciding rule, or the finding of its stage
 * @param until    the latest time of the next evaluation, if it would be held
 */
public record ReachPrediction(
        Kind decision, String reason, @Nullable Instant until) {

    static ReachPrediction of(Decided decided) {
        return switch (decided.decision()) {
            case Decision.Deliver ignored -> {
                List<StageLine> stages = decided.explanation().stages();
                yield new ReachPrediction(
                        Kind.DELIVER,
                        stages.isEmpty() ? "chosen" : stages.getLast().reason(),
                        null);
            }
            case Decision.Hold hold -> new ReachPrediction(Kind.HOLD, hold.reason(), hold.until());
            case Decision.Suppress suppress -> new ReachPrediction(Kind.SUPPRESS, suppress.reason(), null);
            case Decision.Exhaust exhaust -> new ReachPrediction(Kind.SUPPRESS, exhaust.reason(), null);
            case Decision.Expire ignored -> new ReachPrediction(Kind.SUPPRESS, "expired", null);
        };
    }

    /** The kinds of decisions. */
    public enum Kind {
        /** It would be shown at once. */
        @JsonProperty("deliver")
        DELIVER,
        /** It would be held. */
        @JsonProperty("hold")
        HOLD,
        /** It would never be shown. */
        @JsonProperty("suppress")
        SUPPRESS
    }
}
