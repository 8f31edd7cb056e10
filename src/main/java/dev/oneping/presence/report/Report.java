package dev.oneping.presence.report;

import com.fasterxml.jackson.databind.JsonNode;
import dev.oneping.model.ActivityKind;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A client's raw observations, never conclusions. A null was not observed; the previous value then holds until it is
 * too old.
 *
 * @param seq       grows with each report of a session; a report with a lower or equal number is late and dropped.
 *                  {@link #UNNUMBERED} if the client does not count: such a report is always accepted
 * @param attention    the observations of attention
 * @param activity     the user's activity on the device
 * @param battery      the battery
 * @param network      the network
 * @param location     the location
 * @param places       all named places that the device is in, if it evaluates them itself and keeps its coordinates
 *                     private
 * @param zone         the zone of the device's clock
 * @param capabilities the capabilities of the client
 * @param invisible    whether this device is hidden from other users
 */
public record Report(
        long seq,
        @Nullable AttentionReport attention,
        Map<ActivityKind, Boolean> activity,
        @Nullable Battery battery,
        @Nullable Network network,
        @Nullable Location location,
        @Nullable Set<String> places,
        @Nullable ZoneId zone,
        @Nullable Set<String> capabilities,
        @Nullable Boolean invisible) {

    /** The sequence number of an unnumbered report. */
    public static final long UNNUMBERED = -1;

    /** A report without observations, as of a hello that contains none. */
    public static final Report EMPTY = new Report(UNNUMBERED, null, null, null, null, null);

    private static final int MAX_PLACES = 16;
    private static final int MAX_CAPABILITIES = 32;
    private static final int LONGEST_HASH = 128;
    private static final Duration LONGEST_IDLE = Duration.ofDays(366);

    /** The largest integer that every JSON library represents exactly. */
    private static final long LARGEST_SEQ = (1L << 53) - 1;

    /** Copies the sets. */
    public Report {
        places = places == null ? null : Set.copyOf(places);
        capabilities = capabilities == null ? null : Set.copyOf(capabilities);
    }

    /** Creates a report without activity, places and client properties. */
    public Report(
            long seq,
            @Nullable AttentionReport attention,
            @Nullable Battery battery,
            @Nullable Network network,
            @Nullable Location location,
            @Nullable ZoneId zone) {
        this(seq, attention, Map.of(), battery, network, location, null, zone, null, null);
    }

    /**
     * Reads a report as clients send it. Every field is optional; unknown ones are ignored.
     *
     * @throws InvalidReportException naming the first invalid field
     */
    public static Report parse(JsonNode json) {
        return read(json, odd -> {
            throw odd;
        });
    }

    /**
     * Reads a report and leaves out each invalid observation: one odd sensor must not cost a user every notification.
     *
     * @param odd is given each observation that was left out
     */
    public static Report read(JsonNode json, Consumer<InvalidReportException> odd) {
        if (!json.isObject()) {
            odd.accept(new InvalidReportException("", "must be an object"));
            return EMPTY;
        }
        ReportField report = ReportField.root(json);
        Lenient valid = new Lenient(odd);
        Long seq = valid.orNull(() -> report.field("seq").wholeNumber(LARGEST_SEQ));
        ReportField attention = report.field("attention");
        boolean attentive = Boolean.TRUE.equals(valid.orNull(attention::isObject));
        return new Report(
                seq == null ? UNNUMBERED : seq,
                attentive ? attention(attention, valid) : null,
                attentive ? activity(attention, valid) : Map.of(),
                valid.orNull(() -> battery(report.field("battery"))),
                valid.orNull(() -> network(report.field("network"))),
                valid.orNull(() -> location(report.field("location"))),
                valid.orNull(() -> report.field("places").words(MAX_PLACES)),
                valid.orNull(() -> report.field("zone").zone()),
                valid.orNull(() -> report.field("capabilities").words(MAX_CAPABILITIES)),
                valid.orNull(() -> report.field("invisible").flag()));
    }

    /** Returns the report with these capabilities. */
    public Report capableOf(Set<String> abilities) {
        return new Report(seq, attention, activity, battery, network, location, places, zone, abilities, invisible);
    }

    /** Returns the report with another network. */
    public Report with(Network other) {
        return new Report(seq, attention, activity, battery, other, location, places, zone, capabilities, invisible);
    }

    /** Returns the report with another location, or without one. */
    public Report with(@Nullable Location other) {
        return new Report(seq, attention, activity, battery, network, other, places, zone, capabilities, invisible);
    }

    private static AttentionReport attention(ReportField attention, Lenient valid) {
        return new AttentionReport(
                valid.orNull(() -> attention.field("visible").flag()),
                valid.orNull(() -> attention.field("focused").flag()),
                valid.orNull(() -> idle(attention.field("idle_ms"))),
                valid.orNull(() -> idle(attention.field("system_idle_ms"))),
                valid.orNull(() -> attention.field("screen").oneOf(Screen.class)));
    }

    private static @Nullable Duration idle(ReportField field) {
        Long millis = field.wholeNumber(LONGEST_IDLE.toMillis());
        return millis == null ? null : Duration.ofMillis(millis);
    }

    private static Map<ActivityKind, Boolean> activity(ReportField attention, Lenient valid) {
        return ActivityKind.map(
                kind -> valid.orNull(() -> attention.field(kind.code()).flag()));
    }

    /** Returns null for a battery without a level, which is of no use. */
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

    /** Reads observations one by one, so that an invalid one costs only itself. */
    private record Lenient(Consumer<InvalidReportException> odd) {

        <T> @Nullable T orNull(Supplier<? extends @Nullable T> observation) {
            try {
                return observation.get();
            } catch (InvalidReportException bad) {
                odd.accept(bad);
                return null;
            }
        }
    }
}
