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
 * All that one session has said so far, each thing with the time of its own. In Redis the names are short, for every
 * notification reads them.
 *
 * @param input        the moment of the last key, pointer or touch
 * @param activity     what the person does
 * @param places       the named places that the device itself says it is in
 * @param capabilities what the client can do
 * @param invisible    whether others shall not see the device
 */
public record Observations(
        @JsonProperty("v") @Nullable Observed<Boolean> visible,
        @JsonProperty("f") @Nullable Observed<Boolean> focused,
        @JsonProperty("i") @Nullable Observed<Instant> input,
        @JsonProperty("s") @Nullable Observed<Screen> screen,
        @JsonProperty("a") Activity activity,
        @JsonProperty("b") @Nullable Observed<Battery> battery,
        @JsonProperty("n") @Nullable Observed<Network> network,
        @JsonProperty("l") @Nullable Observed<Location> location,
        @JsonProperty("p") @Nullable Observed<Set<String>> places,
        @JsonProperty("z") @Nullable Observed<ZoneId> zone,
        @JsonProperty("c") Set<String> capabilities,
        @JsonProperty("h") @Nullable Boolean invisible) {

    /** Nothing was said. */
    public static final Observations NONE =
            new Observations(null, null, null, null, Activity.NONE, null, null, null, null, null, Set.of(), null);

    /** What an older release stored has no activity and no capabilities. */
    public Observations {
        activity = activity == null ? Activity.NONE : activity;
        capabilities = capabilities == null ? Set.of() : Set.copyOf(capabilities);
    }

    /** These and what a report adds. What it does not mention stays, and goes on ageing. */
    public Observations with(Report report, Instant now) {
        AttentionReport seen = report.attention();
        boolean wasLow = battery != null && battery.value().low();
        return new Observations(
                Observed.next(visible, seen == null ? null : seen.visible(), now),
                Observed.next(focused, seen == null ? null : seen.focused(), now),
                Observed.next(input, seen == null || seen.idle() == null ? null : now.minus(seen.idle()), now),
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

    /** These with what another session of the same device knows of the screen, for there is one screen only. */
    public Observations withScreen(@Nullable Observed<Screen> latest) {
        return new Observations(
                visible,
                focused,
                input,
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
