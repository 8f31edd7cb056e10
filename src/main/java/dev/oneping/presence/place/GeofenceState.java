package dev.oneping.presence.place;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The position of one device relative to one geofence: inside or outside, and whether it is about to change sides.
 *
 * @param inside   whether it counts as inside
 * @param since    when that began
 * @param crossing when fixes began to show the other side without interruption; null if they do not. After the dwell
 *                 time the device has changed sides
 */
public record GeofenceState(
        @JsonProperty("i") boolean inside,
        @JsonProperty("s") Instant since,
        @JsonProperty("x") @Nullable Instant crossing) {

    /** Returns the state of a device never seen inside. */
    static GeofenceState outside(Instant now) {
        return new GeofenceState(false, now, null);
    }

    /** Returns whether the state must be stored; being outside, the normal case, need not. */
    boolean isWorthKeeping() {
        return inside || crossing != null;
    }

    /** Returns the state without a pending crossing, as for a device that is no longer seen. */
    public GeofenceState uncrossed() {
        return new GeofenceState(inside, since, null);
    }

    /**
     * Returns the inside state as reported by the client, which has already evaluated its fixes: no hysteresis, no
     * dwell.
     */
    GeofenceState entered(Instant at) {
        return inside ? uncrossed() : new GeofenceState(true, at, null);
    }

    /** Returns the state after a fix on this or the other side. */
    GeofenceState seen(boolean otherSide, Instant at) {
        if (!otherSide) {
            return uncrossed();
        }
        return crossing != null ? this : new GeofenceState(inside, since, at);
    }

    /**
     * Returns the state after the passing of time: on the other side, as of the first fix there, once the dwell is
     * complete.
     */
    GeofenceState settled(Duration dwell, Instant now) {
        return crossing == null || now.isBefore(crossing.plus(dwell))
                ? this
                : new GeofenceState(!inside, crossing, null);
    }
}
