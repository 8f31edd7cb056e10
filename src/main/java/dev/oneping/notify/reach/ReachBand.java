package dev.oneping.notify.reach;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.util.List;

/** How well somebody can be reached, as coarse as third parties may know it. */
public enum ReachBand {
    /** An answer within a minute or so is likely. */
    @JsonProperty("now")
    NOW,
    /** It can be shown at once, and an answer within minutes is likely enough to wait for it. */
    @JsonProperty("soon")
    SOON,
    /** It would be kept until the person can be reached. */
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
