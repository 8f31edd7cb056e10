package dev.oneping.presence;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.oneping.model.ActivityKind;
import dev.oneping.model.DeviceId;
import dev.oneping.presence.attention.Activity;
import dev.oneping.presence.attention.Attention.State;
import dev.oneping.presence.attention.Observed;
import dev.oneping.presence.report.Battery;
import dev.oneping.presence.report.Network;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The presence as computed at the last commit. The next commit is compared with it, so every transition takes effect
 * once, whichever node detects it. It holds only what a decision can depend on.
 *
 * @param attention the state of the most attentive device
 * @param since     when that state began
 * @param online    the devices that are online
 * @param zone      the time zone that the devices report, or last reported
 * @param dnd       whether do-not-disturb is on
 */
public record PresenceSummary(
        @JsonProperty("a") State attention,
        @JsonProperty("s") Instant since,
        @JsonProperty("d") Map<DeviceId, Online> online,
        @JsonProperty("z") @Nullable ZoneId zone,
        @JsonProperty("u") boolean dnd) {

    public static final PresenceSummary NOTHING =
            new PresenceSummary(State.UNKNOWN, Instant.EPOCH, Map.of(), null, false);

    public PresenceSummary {
        online = Map.copyOf(online);
    }

    public static PresenceSummary of(Presence presence, @Nullable ZoneId zone) {
        return new PresenceSummary(
                presence.attention().state(),
                presence.attention().since(),
                presence.devices().stream().filter(Device::online).collect(Collectors.toMap(Device::id, Online::of)),
                zone,
                presence.dndUntil() != null);
    }

    /** A battery that lasts longer than this alters no routing. */
    private static final int LAST_MINUTES = 10;

    /** One online device. */
    public record Online(
            @JsonProperty("o") Instant since,
            @JsonProperty("a") State attention,
            @JsonProperty("s") Instant attentionSince,
            @JsonProperty("l") @Nullable Boolean batteryLow,
            @JsonProperty("c") @Nullable Boolean charging,
            @JsonProperty("m") @Nullable Integer lastMinutes,
            @JsonProperty("n") @Nullable Network network,
            @JsonProperty("p") @Nullable Set<String> places,
            @JsonProperty("k") Set<ActivityKind> activities) {

        static Online of(Device device) {
            Observed<Battery> battery = device.battery();
            Observed<Network> network = device.network();
            return new Online(
                    device.onlineSince() == null ? device.attention().since() : device.onlineSince(),
                    device.attention().state(),
                    device.attention().since(),
                    battery == null ? null : battery.value().low(),
                    battery == null ? null : battery.value().charging(),
                    lastMinutes(device),
                    network == null ? null : network.value(),
                    device.places() == null ? null : device.places().value(),
                    activities(device.activity()));
        }

        /** Returns the current activities; without typing, which changes often and the attention tells. */
        private static Set<ActivityKind> activities(Activity activity) {
            return ActivityKind.ALL.stream()
                    .filter(kind -> kind != ActivityKind.TYPING && activity.is(kind))
                    .collect(Collectors.toUnmodifiableSet());
        }

        /**
         * Returns the remaining battery time once it is short: a battery that was low before and goes on falling is a
         * reason to hand over what runs there.
         */
        private static @Nullable Integer lastMinutes(Device device) {
            Integer minutes = device.minutesLeft();
            return minutes == null || minutes > LAST_MINUTES ? null : minutes;
        }
    }
}
