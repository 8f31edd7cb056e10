package dev.oneping.presence;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;

/**
 * All that one session has said so far, each thing with the time of its own. In Redis the names are short, for every
 * notification reads them.
 *
 * @param input the moment of the last key, pointer or touch
 */
record Observations(
        @JsonProperty("v") @Nullable Observed<Boolean> visible,
        @JsonProperty("f") @Nullable Observed<Boolean> focused,
        @JsonProperty("i") @Nullable Observed<Instant> input,
        @JsonProperty("s") @Nullable Observed<Screen> screen,
        @JsonProperty("b") @Nullable Observed<Battery> battery,
        @JsonProperty("n") @Nullable Observed<Network> network,
        @JsonProperty("l") @Nullable Observed<Location> location,
        @JsonProperty("z") @Nullable Observed<ZoneId> zone) {

    static final Observations NONE = new Observations(null, null, null, null, null, null, null, null);

    /** These and what a report adds. What it does not mention stays, and goes on ageing. */
    Observations with(Report report, Instant now) {
        AttentionReport seen = report.attention();
        boolean wasLow = battery != null && battery.value().low();
        return new Observations(
                Observed.next(visible, seen == null ? null : seen.visible(), now),
                Observed.next(focused, seen == null ? null : seen.focused(), now),
                Observed.next(input, seen == null || seen.idle() == null ? null : now.minus(seen.idle()), now),
                Observed.next(screen, seen == null ? null : seen.screen(), now),
                Observed.next(
                        battery,
                        report.battery() == null ? null : report.battery().after(wasLow),
                        now),
                Observed.next(network, report.network(), now),
                Observed.next(location, report.location(), now),
                Observed.next(zone, report.zone(), now));
    }

    /** These with what another session of the same device knows of the screen, for there is one screen only. */
    Observations withScreen(@Nullable Observed<Screen> latest) {
        return new Observations(visible, focused, input, latest, battery, network, location, zone);
    }
}
