package dev.oneping.notify.reach;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.util.List;

/** A user's reachability, as coarse as third parties may see it. */
public enum ReachBand {
    /** An answer within a minute or so is likely. */
    @JsonProperty("now")
    NOW,
    /** It can be shown at once, and an answer within minutes is likely enough to wait for. */
    @JsonProperty("soon")
    SOON,
    /** It would be held until the user can be reached. */
    @JsonProperty("later")
    LATER,
    /** It would not be shown. */
    @JsonProperty("unlikely")
    UNLIKELY;

    private static final double LIKELY = 0.5;
    private static final Duration SOON_ENOUGH = Duration.ofMinutes(1);

    static ReachBand of(ReachPrediction would, List<AckOdds> online) {
        return switch (would.decision()) {
            case DELIVER ->
                online.stream()
                                .anyMatch(odds -> odds.chance() >= LIKELY
                                        && odds.expected().compareTo(SOON_ENOUGH) <= 0)
                        ? NOW
                        : SOON;
            case HOLD -> LATER;
            case SUPPRESS -> UNLIKELY;
        };
    }
}
