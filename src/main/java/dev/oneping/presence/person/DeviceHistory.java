package dev.oneping.presence.person;

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
 * The state of a device that outlives its sessions, because it takes several reports to derive: battery slope,
 * geofence dwell, majority of time zones.
 *
 * @param drain      its discharge rate; null while it is charging, or nothing is known
 * @param fences     the places that it is in, is entering or is leaving
 * @param zone       the time zone of its clock, as last reported
 * @param locatedAt  when the last fix was taken that told of all places; null if there was none
 * @param attendedAt when the user last used it, rounded down to a minute
 */
public record DeviceHistory(
        @JsonProperty("b") @Nullable BatteryDrain drain,

        @JsonProperty("f") @JsonInclude(JsonInclude.Include.NON_EMPTY)
        Map<String, GeofenceState> fences,

        @JsonProperty("z") @Nullable ZoneId zone,
        @JsonProperty("l") @Nullable Instant locatedAt,
        @JsonProperty("t") @Nullable Instant attendedAt) {

    static final DeviceHistory NONE = new DeviceHistory(null, Map.of(), null, null, null);

    public DeviceHistory {
        fences = fences == null ? Map.of() : Map.copyOf(fences);
    }

    /** Returns this history with a later use of the device, if it is one. */
    DeviceHistory usedAt(@Nullable Instant at) {
        return at == null || (attendedAt != null && !at.isAfter(attendedAt))
                ? this
                : new DeviceHistory(drain, fences, zone, locatedAt, at);
    }

    /** Returns the names of the places that the device counts as being in. */
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
