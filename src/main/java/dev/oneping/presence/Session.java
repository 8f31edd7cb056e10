package dev.oneping.presence;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.oneping.model.DeviceId;
import dev.oneping.model.NodeId;
import dev.oneping.presence.attention.Observations;
import dev.oneping.presence.report.Report;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One live connection of a device, as Redis holds it.
 *
 * @param seq   the sequence number of the last report that was taken
 * @param epoch by what its client would be recognised if it came back by another connection; null if it cannot
 */
record Session(
        @JsonProperty("d") DeviceId device,
        @JsonProperty("p") String platform,
        @JsonProperty("n") NodeId node,
        @JsonProperty("c") Instant connectedAt,
        @JsonProperty("q") long seq,
        @JsonProperty("o") Observations seen,
        @JsonProperty("e") @Nullable String epoch) {

    /** Whether a report was overtaken by a later one, or is a copy of one that was taken. */
    boolean isLate(Report report) {
        return report.seq() != Report.UNNUMBERED && report.seq() <= seq;
    }

    Session with(Report report, Instant now) {
        return new Session(
                device, platform, node, connectedAt, Math.max(seq, report.seq()), seen.with(report, now), epoch);
    }
}
