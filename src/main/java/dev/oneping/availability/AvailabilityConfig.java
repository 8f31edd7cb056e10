package dev.oneping.availability;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** Limits of availability requests. */
@ConfigMapping(prefix = "oneping.availability")
public interface AvailabilityConfig {

    /** Maximum number of pending requests per user. Each presence change of the user is checked against all of them. */
    @WithDefault("20")
    @Min(1)
    @Max(1000)
    int perUser();

    /** Maximum lifetime of a request. */
    @WithDefault("7d")
    Duration maxExpiresIn();

    /** Maximum time for which a request may demand uninterrupted availability. */
    @WithDefault("1h")
    Duration maxLasting();

    /** Interval of checks without a presence change, as a safety net. Presence changes are checked at once. */
    @WithDefault("5m")
    Duration recheck();
}
