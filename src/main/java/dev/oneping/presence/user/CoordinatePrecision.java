package dev.oneping.presence.user;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.oneping.presence.report.Location;
import dev.oneping.presence.report.Report;
import org.jspecify.annotations.Nullable;

/** The precision with which the coordinates are stored that devices report. */
public enum CoordinatePrecision {
    /** As they are reported. */
    @JsonProperty("exact")
    EXACT,
    /** Rounded to about one kilometre; named places that are smaller are known only if the device itself reports them. */
    @JsonProperty("coarse")
    COARSE,
    /** Not at all: only the names of places that the device itself reports. */
    @JsonProperty("none")
    NONE;

    private static final double DEGREES = 0.01;
    private static final double LEAST_ACCURACY_METRES = 1_000;

    /** The cosine of a latitude so near to a pole that all longitudes are within a kilometre. */
    private static final double NEAR_A_POLE = 1e-3;

    /** Returns a report with its coordinates as they may be stored. */
    Report applied(Report report) {
        Location at = report.location();
        return at == null || this == EXACT ? report : report.with(this == COARSE ? coarse(at) : null);
    }

    private static @Nullable Location coarse(Location at) {
        double lat = rounded(at.lat(), DEGREES, 90);
        // By the rounded latitude, so that the longitude does not reveal the exact one.
        double cosine = Math.max(NEAR_A_POLE, Math.cos(Math.toRadians(lat)));
        Double accuracy = at.accuracyMetres();
        return new Location(
                lat,
                rounded(at.lon(), DEGREES / cosine, 180),
                Math.max(LEAST_ACCURACY_METRES, accuracy == null ? 0 : accuracy));
    }

    private static double rounded(double degrees, double step, double most) {
        return Math.clamp(Math.round(degrees / step) * step, -most, most);
    }
}
