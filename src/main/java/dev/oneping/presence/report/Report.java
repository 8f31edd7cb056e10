package dev.oneping.presence.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A client's raw observations, never conclusions. A null was not observed; what was said earlier then holds until it is
 * too old.
 *
 * @param seq       grows with each report of a session; a lower or equal one comes too late and is dropped.
 *                  {@link #UNNUMBERED} where the client does not count: such a report is taken as it comes
 * @param attention    what can be seen of the person
 * @param activity     what the person does with the device
 * @param battery      the battery
 * @param network      the network
 * @param location     where the device is
 * @param places       the named places that the device is in, all of them, where it judges that itself and its
 *                     coordinates stay with it
 * @param zone         the zone of the device's clock
 * @param capabilities what the client can do, in its own words
 * @param invisible    whether others shall not see this device
 */
public record Report(
        long seq,
        @Nullable AttentionReport attention,
        @Nullable ActivityReport activity,
        @Nullable Battery battery,
        @Nullable Network network,
        @Nullable Location location,
        @Nullable Set<String> places,
        @Nullable ZoneId zone,
        @Nullable Set<String> capabilities,
        @Nullable Boolean invisible) {

    /** The sequence number of a report that has none. */
    public static final long UNNUMBERED = -1;

    /** A report of nothing, as of a client that says hello with no observations. */
    public static final Report EMPTY = new Report(UNNUMBERED, null, null, null, null, null);

    private static final int MAX_PLACES = 16;
    private static final int MAX_CAPABILITIES = 32;
    private static final int LONGEST_HASH = 128;
    private static final Duration LONGEST_IDLE = Duration.ofDays(366);

    /** The largest whole number that every JSON library reads as what it is. */
    private static final long LARGEST_SEQ = (1L << 53) - 1;

    /** Copies the sets. */
    public Report {
        places = places == null ? null : Set.copyOf(places);
        capabilities = capabilities == null ? null : Set.copyOf(capabilities);
    }

    /** A report of the senses alone: nothing of what the person does, of places or of the client itself. */
    public Report(
            long seq,
            @Nullable AttentionReport attention,
            @Nullable Battery battery,
            @Nullable Network network,
            @Nullable Location location,
            @Nullable ZoneId zone) {
        this(seq, attention, null, battery, network, location, null, zone, null, null);
    }

    /**
     * Reads a report as clients send it. Every field is optional and unknown ones are ignored.
     *
     * @throws InvalidReportException naming the first field that is not as it must be
     */
    public static Report parse(JsonNode json) {
        ReportField report = ReportField.root(json);
        Long seq = report.field("seq").wholeNumber(LARGEST_SEQ);
        return new Report(
                seq == null ? UNNUMBERED : seq,
                attention(report.field("attention")),
                activity(report.field("attention")),
                battery(report.field("battery")),
                network(report.field("network")),
                location(report.field("location")),
                report.field("places").words(MAX_PLACES),
                report.field("zone").zone(),
                report.field("capabilities").words(MAX_CAPABILITIES),
                report.field("invisible").flag());
    }

    /** The same from a client that can do that. */
    public Report capableOf(Set<String> abilities) {
        return new Report(seq, attention, activity, battery, network, location, places, zone, abilities, invisible);
    }

    /** The same on another network. */
    public Report with(Network other) {
        return new Report(seq, attention, activity, battery, other, location, places, zone, capabilities, invisible);
    }

    private static @Nullable AttentionReport attention(ReportField attention) {
        if (!attention.isObject()) {
            return null;
        }
        Long idle = attention.field("idle_ms").wholeNumber(LONGEST_IDLE.toMillis());
        return new AttentionReport(
                attention.field("visible").flag(),
                attention.field("focused").flag(),
                idle == null ? null : Duration.ofMillis(idle),
                attention.field("screen").oneOf(Screen.class));
    }

    private static @Nullable ActivityReport activity(ReportField attention) {
        if (!attention.isObject()) {
            return null;
        }
        ActivityReport said = new ActivityReport(
                attention.field("typing").flag(),
                attention.field("in_call").flag(),
                attention.field("presenting").flag(),
                attention.field("dnd").flag());
        return said.equals(ActivityReport.NOTHING) ? null : said;
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
        String hash = network.field("hash").text(LONGEST_HASH);
        return new Network(type == null ? "unknown" : type, Boolean.TRUE.equals(metered), hash);
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
