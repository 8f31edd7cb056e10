package dev.oneping.presence.attention;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.oneping.presence.report.AttentionReport;
import dev.oneping.presence.report.Battery;
import dev.oneping.presence.report.Location;
import dev.oneping.presence.report.Network;
import dev.oneping.presence.report.Report;
import dev.oneping.presence.report.Screen;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The latest observations of one session, each with its own time. The JSON names are short because each notification
 * reads them from Redis.
 *
 * @param input        the moment of the last key, pointer or touch
 * @param systemInput  the moment of the last key, pointer or touch anywhere on the machine
 * @param activity     the user's activity
 * @param places       the named places that the device itself reports to be in
 * @param capabilities the capabilities of the client
 * @param invisible    whether the device is hidden from other users
 */
public record Observations(
        @JsonProperty("v") @Nullable Observed<Boolean> visible,
        @JsonProperty("f") @Nullable Observed<Boolean> focused,
        @JsonProperty("i") @Nullable Observed<Instant> input,
        @JsonProperty("y") @Nullable Observed<Instant> systemInput,
        @JsonProperty("s") @Nullable Observed<Screen> screen,
        @JsonProperty("a") Activity activity,
        @JsonProperty("b") @Nullable Observed<Battery> battery,
        @JsonProperty("n") @Nullable Observed<Network> network,
        @JsonProperty("l") @Nullable Observed<Location> location,
        @JsonProperty("p") @Nullable Observed<Set<String>> places,
        @JsonProperty("z") @Nullable Observed<ZoneId> zone,
        @JsonProperty("c") Set<String> capabilities,
        @JsonProperty("h") @Nullable Boolean invisible) {

    /** Nothing reported. */
    public static final Observations NONE =
            new Observations(null, null, null, null, null, Activity.NONE, null, null, null, null, null, Set.of(), null);

    /** Fills in activity and capabilities, which records of older releases lack. */
    public Observations {
        activity = activity == null ? Activity.NONE : activity;
        capabilities = capabilities == null ? Set.of() : Set.copyOf(capabilities);
    }

    /** Returns these updated by a report. Omitted observations stay, and keep ageing. */
    public Observations with(Report report, Instant now) {
        AttentionReport seen = report.attention();
        boolean wasLow = battery != null && battery.value().low();
        return new Observations(
                Observed.next(visible, seen == null ? null : seen.visible(), now),
                Observed.next(focused, seen == null ? null : seen.focused(), now),
                Observed.next(input, seen == null || seen.idle() == null ? null : now.minus(seen.idle()), now),
                Observed.next(
                        systemInput,
                        seen == null || seen.systemIdle() == null ? null : now.minus(seen.systemIdle()),
                        now),
                Observed.next(screen, seen == null ? null : seen.screen(), now),
                activity.with(report.activity(), now),
                Observed.next(
                        battery,
                        report.battery() == null ? null : report.battery().after(wasLow),
                        now),
                Observed.next(network, report.network(), now),
                Observed.next(location, report.location(), now),
                Observed.next(places, report.places(), now),
                Observed.next(zone, report.zone(), now),
                report.capabilities() == null ? capabilities : report.capabilities(),
                report.invisible() == null ? invisible : report.invisible());
    }

    /**
     * Returns these with a screen state known from another session of the same device, since a device has one screen.
     */
    public Observations withScreen(@Nullable Observed<Screen> latest) {
        return new Observations(
                visible,
                focused,
                input,
                systemInput,
                latest,
                activity,
                battery,
                network,
                location,
                places,
                zone,
                capabilities,
                invisible);
    }
}
