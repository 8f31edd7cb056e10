package dev.oneping.presence.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * Where a device is. Exact places are for the rules only: they are never in an event, a log or an answer to others.
 *
 * @param lat            degrees north, −90 to 90
 * @param lon            degrees east, −180 to 180
 * @param accuracyMetres the radius within which the device is, in metres; null if the client did not say
 */
public record Location(
        double lat,
        double lon,
        @JsonProperty("accuracy_m") @Nullable Double accuracyMetres) {

    /** Without the place: it must not reach a log. */
    @Override
    public String toString() {
        return "Location[REDACTED]";
    }
}
