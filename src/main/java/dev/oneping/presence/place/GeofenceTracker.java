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
 * Tracks the named places that one device is in. A pure function of the earlier state, a fix or the client's own
 * report, and the instant.
 *
 * <ul>
 *   <li>hysteresis: a device enters within the radius and leaves beyond 1.5 times the radius, so a walk along the edge
 *       yields one entry and at most one exit;
 *   <li>dwell: a side counts once all fixes have shown it for the dwell time, so driving past has no effect;
 *   <li>accuracy: a fix with an error of more than the radius cannot show that the device is inside, but it shows that
 *       it is outside if it is so far away that the error cannot explain it. Otherwise it is not used for that place. A
 *       fix without a reported accuracy is taken as exact.
 * </ul>
 */
public final class GeofenceTracker {

    private static final double LEAVE_AT = 1.5;

    private final Duration dwell;

    /** Creates a tracker with this dwell time. */
    public GeofenceTracker(Duration dwell) {
        this.dwell = dwell;
    }

    /** Updates the states by a fix. Places that are no longer defined are dropped. */
    public Map<String, GeofenceState> located(
            Map<String, GeofenceState> before, Map<String, NamedPlace> places, Fix fix) {
        Map<String, GeofenceState> after = new TreeMap<>();
        places.forEach((name, place) -> {
            GeofenceState fence = before.getOrDefault(name, GeofenceState.outside(fix.at));
            keep(after, name, fix.tellsOf(place) ? fence.seen(otherSide(fence, place, fix), fix.at) : fence);
        });
        return after;
    }

    /**
     * Updates the states by the client's own report, which lists all the places that it is in, with or without a known
     * location.
     */
    public Map<String, GeofenceState> reported(Map<String, GeofenceState> before, Set<String> within, Instant at) {
        Map<String, GeofenceState> after = new TreeMap<>();
        within.forEach(name -> after.put(
                name, before.getOrDefault(name, GeofenceState.outside(at)).entered(at)));
        return after;
    }

    /** Updates the states by the passing of time alone. */
    public Map<String, GeofenceState> settled(Map<String, GeofenceState> before, Instant now) {
        Map<String, GeofenceState> after = new TreeMap<>();
        before.forEach((name, fence) -> keep(after, name, fence.settled(dwell, now)));
        return after;
    }

    /** Returns the time at which the next dwell is complete. */
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
        return fence.inside()
                ? fix.isBeyond(place)
                : !fix.isTooVagueFor(place) && place.distanceTo(fix.lat, fix.lon) <= place.radiusMetres();
    }

    /**
     * A location fix.
     *
     * @param accuracyMetres the radius of uncertainty; null if the client did not report it
     */
    public record Fix(double lat, double lon, @Nullable Double accuracyMetres, Instant at) {

        boolean isTooVagueFor(NamedPlace place) {
            return accuracyMetres != null && accuracyMetres > place.radiusMetres();
        }

        /** Returns whether the device is outside even if the fix is as wrong as it may be. */
        boolean isBeyond(NamedPlace place) {
            double error = accuracyMetres == null ? 0 : accuracyMetres;
            return place.distanceTo(lat, lon) - error > LEAVE_AT * place.radiusMetres();
        }

        /** Returns whether it says anything about a place. */
        public boolean tellsOf(NamedPlace place) {
            return !isTooVagueFor(place) || isBeyond(place);
        }
    }
}
