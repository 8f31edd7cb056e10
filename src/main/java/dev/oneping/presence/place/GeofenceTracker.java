package dev.oneping.presence.place;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which named places one device is in. A pure function of what was so before, a fix or the client's own word, and the
 * instant.
 *
 * <ul>
 *   <li>hysteresis: a device enters within the radius and leaves beyond 1.5 times the radius, so a walk along the edge is
 *       one entering and at most one leaving;
 *   <li>dwell: a side counts once all fixes have told of it for the dwell time, so driving past is nothing;
 *   <li>accuracy: a fix that may be wrong by more than the radius says nothing of that place. A fix whose accuracy the
 *       client did not tell is taken as it is.
 * </ul>
 */
public final class GeofenceTracker {

    private static final double LEAVE_AT = 1.5;

    private final Duration dwell;

    /** With that dwell time. */
    public GeofenceTracker(Duration dwell) {
        this.dwell = dwell;
    }

    /** After a fix. Places that have no name any more are forgotten. */
    public Map<String, GeofenceState> fixed(
            Map<String, GeofenceState> before, Map<String, NamedPlace> places, Fix fix) {
        Map<String, GeofenceState> after = new TreeMap<>();
        places.forEach((name, place) -> {
            GeofenceState fence = before.getOrDefault(name, GeofenceState.outside(fix.at));
            keep(after, name, fix.isTooVagueFor(place) ? fence : fence.seen(otherSide(fence, place, fix), fix.at));
        });
        return after;
    }

    /** After the client's own word, which names all the places that it is in, whether or not we know where they are. */
    public Map<String, GeofenceState> said(Map<String, GeofenceState> before, Set<String> within, Instant at) {
        Map<String, GeofenceState> after = new TreeMap<>();
        within.forEach(name -> after.put(
                name, before.getOrDefault(name, GeofenceState.outside(at)).entered(at)));
        return after;
    }

    /** By the passing of time alone. */
    public Map<String, GeofenceState> settled(Map<String, GeofenceState> before, Instant now) {
        Map<String, GeofenceState> after = new TreeMap<>();
        before.forEach((name, fence) -> keep(after, name, fence.settled(dwell, now)));
        return after;
    }

    /** When the next one will settle. */
    public Optional<Instant> nextSettling(Map<String, GeofenceState> fences) {
        return fences.values().stream()
                .map(GeofenceState::crossing)
                .filter(Objects::nonNull)
                .map(crossing -> crossing.plus(dwell))
                .min(Instant::compareTo);
    }

    private static void keep(Map<String, GeofenceState> fences, String name, GeofenceState fence) {
        if (fence.isWorthKeeping()) {
            fences.put(name, fence);
        }
    }

    private static boolean otherSide(GeofenceState fence, NamedPlace place, Fix fix) {
        double distance = place.distanceTo(fix.lat, fix.lon);
        return fence.inside() ? distance > LEAVE_AT * place.radiusMetres() : distance <= place.radiusMetres();
    }

    /**
     * Where a device was seen.
     *
     * @param accuracyMetres the radius within which it is; null if the client did not say
     */
    public record Fix(double lat, double lon, @Nullable Double accuracyMetres, Instant at) {

        boolean isTooVagueFor(NamedPlace place) {
            return accuracyMetres != null && accuracyMetres > place.radiusMetres();
        }
    }
}
