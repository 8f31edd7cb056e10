package dev.oneping.presence;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * A client's raw observations, never conclusions. A null was not observed; what was said earlier then holds until it is
 * too old.
 *
 * @param seq       grows with each report of a session; a lower or equal one comes too late and is dropped.
 *                  {@link #UNNUMBERED} where the client does not count: such a report is taken as it comes
 * @param attention what can be seen of the person
 * @param battery   the battery
 * @param network   the network
 * @param location  the place
 * @param zone      the zone of the device's clock
 */
public record Report(
        long seq,
        @Nullable AttentionReport attention,
        @Nullable Battery battery,
        @Nullable Network network,
        @Nullable Location location,
        @Nullable ZoneId zone) {

    /** The sequence number of a report that has none. */
    public static final long UNNUMBERED = -1;

    /** A report of nothing, as of a client that says hello with no observations. */
    public static final Report EMPTY = new Report(UNNUMBERED, null, null, null, null, null);

    /**
     * Reads a report as clients send it. Every field is optional and unknown ones are ignored.
     *
     * @throws BadReport naming the first field that is not as it must be
     */
    public static Report parse(JsonNode json) {
        ReportField report = ReportField.root(json);
        Long seq = report.field("seq").wholeNumber();
        return new Report(
                seq == null ? UNNUMBERED : seq,
                attention(report.field("attention")),
                battery(report.field("battery")),
                network(report.field("network")),
                location(report.field("location")),
                report.field("zone").zone());
    }

    private static @Nullable AttentionReport attention(ReportField attention) {
        if (!attention.isObject()) {
            return null;
        }
        Long idle = attention.field("idle_ms").wholeNumber();
        return new AttentionReport(
                attention.field("visible").flag(),
                attention.field("focused").flag(),
                idle == null ? null : Duration.ofMillis(idle),
                attention.field("screen").oneOf(Screen.class));
    }

    /** A battery without a level tells nothing that could be used. */
    private static @Nullable Battery battery(ReportField battery) {
        if (!battery.isObject()) {
            return null;
        }
        Double level = battery.field("level").number(0, 1);
        Boolean charging = battery.field("charging").flag();
        return level == null ? null : Battery.seen(level, Boolean.TRUE.equals(charging));
    }

    private static @Nullable Network network(ReportField network) {
        if (!network.isObject()) {
            return null;
        }
        String type = network.field("type").word();
        Boolean metered = network.field("metered").flag();
        return new Network(type == null ? "unknown" : type, Boolean.TRUE.equals(metered));
    }

    private static @Nullable Location location(ReportField location) {
        if (!location.isObject()) {
            return null;
        }
        return new Location(
                location.field("lat").requiredNumber(-90, 90),
                location.field("lon").requiredNumber(-180, 180),
                location.field("accuracy_m").number(0, Double.MAX_VALUE));
    }
}
