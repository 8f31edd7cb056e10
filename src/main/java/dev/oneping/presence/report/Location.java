package dev.oneping.presence.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * A device's location. Exact coordinates are for the rules only: they never appear in an event, a log or an answer to
 * other users.
 *
 * @param lat            degrees north, −90 to 90
 * @param lon            degrees east, −180 to 180
 * @param accuracyMetres the radius of uncertainty in metres; null if the client did not report it
 */
public record Location(
        double lat,
        double lon,
        @JsonProperty("accuracy_m") @Nullable Double accuracyMetres) {

    /** Leaves the coordinates out: they must not reach a log. */
    @Override
    public String toString() {
        return "Location[REDACTED]";
    }
}
