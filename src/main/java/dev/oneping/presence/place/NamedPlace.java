package dev.oneping.presence.place;

import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * A circle on the map that a user has named, such as {@code home}. Its centre is private: it appears in no event, log
 * or presence answer.
 *
 * @param lat          degrees north of its centre, −90 to 90
 * @param lon          degrees east of its centre, −180 to 180
 * @param radiusMetres its radius, 10 m to 100 km
 */
public record NamedPlace(
        @JsonProperty(value = "lat", required = true) double lat,
        @JsonProperty(value = "lon", required = true) double lon,
        @JsonProperty(value = "radius_m", required = true) double radiusMetres) {

    private static final double EARTH_RADIUS_METRES = 6_371_008.8;
    private static final double SMALLEST = 10;
    private static final double LARGEST = 100_000;

    /** @throws IllegalArgumentException naming the value that is out of range */
    public NamedPlace {
        require(lat >= -90 && lat <= 90, "lat must be from -90 to 90");
        require(lon >= -180 && lon <= 180, "lon must be from -180 to 180");
        require(radiusMetres >= SMALLEST && radiusMetres <= LARGEST, "radius_m must be from 10 to 100000");
    }

    /** Returns the distance of a point from the centre, along the surface of a sphere (haversine), in metres. */
    double distanceTo(double otherLat, double otherLon) {
        double halfLat = Math.toRadians(otherLat - lat) / 2;
        double halfLon = Math.toRadians(otherLon - lon) / 2;
        double square = Math.pow(Math.sin(halfLat), 2)
                + Math.cos(Math.toRadians(lat)) * Math.cos(Math.toRadians(otherLat)) * Math.pow(Math.sin(halfLon), 2);
        return 2 * EARTH_RADIUS_METRES * Math.asin(Math.min(1, Math.sqrt(square)));
    }

    private static void require(boolean kept, String rule) {
        if (!kept) {
            throw new IllegalArgumentException("a place's " + rule);
        }
    }

    /** Leaves the location out: it must not reach a log. */
    @Override
    public String toString() {
        return "NamedPlace[REDACTED]";
    }
}
