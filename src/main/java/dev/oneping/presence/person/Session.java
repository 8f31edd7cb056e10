package dev.oneping.presence.person;

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
 * @param seq   the sequence number of the last accepted report
 * @param epoch identifies the client when it reconnects; null if it cannot resume
 */
public record Session(
        @JsonProperty("d") DeviceId device,
        @JsonProperty("p") String platform,
        @JsonProperty("n") NodeId node,
        @JsonProperty("c") Instant connectedAt,
        @JsonProperty("q") long seq,
        @JsonProperty("o") Observations seen,
        @JsonProperty("e") @Nullable String epoch) {

    /** Returns whether a later report was accepted already, or this one is a duplicate. */
    public boolean isLate(Report report) {
        return report.seq() != Report.UNNUMBERED && report.seq() <= seq;
    }

    public Session with(Report report, Instant now) {
        return new Session(
                device, platform, node, connectedAt, Math.max(seq, report.seq()), seen.with(report, now), epoch);
    }
}
