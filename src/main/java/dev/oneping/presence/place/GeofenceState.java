package dev.oneping.presence.place;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one device and one place: on which side of the fence it is, and whether it is about to change sides.
 *
 * @param inside   whether it counts as in the place
 * @param since    since when
 * @param crossing since when fixes have told of the other side without a break; null if they do not. Once that has lasted
 *                 for the dwell time, the device has changed sides
 */
public record GeofenceState(
        @JsonProperty("i") boolean inside,
        @JsonProperty("s") Instant since,
        @JsonProperty("x") @Nullable Instant crossing) {

    /** Never seen inside. */
    static GeofenceState outside(Instant now) {
        return new GeofenceState(false, now, null);
    }

    /** Whether there is anything to remember; that it is outside, as of almost everywhere, is not. */
    boolean isWorthKeeping() {
        return inside || crossing != null;
    }

    /** The same without any crossing under way, as of a device that is no longer seen. */
    public GeofenceState uncrossed() {
        return new GeofenceState(inside, since, null);
    }

    /** Inside, as the client itself says, which has judged its fixes already: no hysteresis, no dwell. */
    GeofenceState entered(Instant at) {
        return inside ? uncrossed() : new GeofenceState(true, at, null);
    }

    /** After a fix that tells of the other side, or of this one. */
    GeofenceState seen(boolean otherSide, Instant at) {
        if (!otherSide) {
            return uncrossed();
        }
        return crossing != null ? this : new GeofenceState(inside, since, at);
    }

    /** What it has become by the passing of time: on the other side, as of the first fix that said so. */
    GeofenceState settled(Duration dwell, Instant now) {
        return crossing == null || now.isBefore(crossing.plus(dwell))
                ? this
                : new GeofenceState(!inside, crossing, null);
    }
}
