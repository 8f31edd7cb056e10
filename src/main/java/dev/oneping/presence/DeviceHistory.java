package dev.oneping.presence;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.oneping.presence.place.GeofenceState;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What is remembered of a device beyond its sessions, because it takes more than one report to tell: a slope, a dwell, a
 * majority.
 *
 * @param drain      how its battery empties; null while it does not, or nothing is known
 * @param fences     the places that it is in, or on the way into or out of
 * @param zone       the zone of its clock, as it said last
 * @param attendedAt when somebody last used it, by the quarter of an hour
 */
record DeviceHistory(
        @JsonProperty("b") @Nullable BatteryDrain drain,

        @JsonProperty("f") @JsonInclude(JsonInclude.Include.NON_EMPTY)
        Map<String, GeofenceState> fences,

        @JsonProperty("z") @Nullable ZoneId zone,
        @JsonProperty("t") @Nullable Instant attendedAt) {

    static final DeviceHistory NONE = new DeviceHistory(null, Map.of(), null, null);

    DeviceHistory {
        fences = fences == null ? Map.of() : Map.copyOf(fences);
    }

    /** The names of the places that it counts as in. */
    Set<String> places() {
        Set<String> names = new TreeSet<>();
        fences.forEach((name, fence) -> {
            if (fence.inside()) {
                names.add(name);
            }
        });
        return Collections.unmodifiableSet(names);
    }
}
