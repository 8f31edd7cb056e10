package dev.oneping.presence.availability;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** How long and how many such wishes may wait. */
@ConfigMapping(prefix = "oneping.availability")
public interface AvailabilityConfig {

    /** How many may wait for one person. Each change of the person's presence is held against all of them. */
    @WithDefault("20")
    @Min(1)
    @Max(1000)
    int perUser();

    /** How long one may wait at the longest. */
    @WithDefault("7d")
    Duration maxExpiresIn();

    /** How long a person may be asked to be there in a row at the longest. */
    @WithDefault("1h")
    Duration maxLasting();

    /** How often a waiting wish is looked at though nothing has changed. Changes are looked at at once; this is a net. */
    @WithDefault("5m")
    Duration look();
}
