package dev.oneping.signal;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** How much may be signalled. */
@ConfigMapping(prefix = "oneping.signal")
public interface SignalConfig {

    /** How many signal URLs a person may have: one for each counterpart. */
    @WithDefault("50")
    @Min(1)
    int urlsPerUser();

    /** How many signals a minute may come by one URL. */
    @WithDefault("600")
    @Min(1)
    int perMinute();

    /** How long a signal is known by its {@code eid}, so that a repetition does nothing twice. */
    @WithDefault("24h")
    Duration remember();

    /** How long a replaced URL goes on working, if whoever replaces it does not say. */
    @WithDefault("24h")
    Duration overlap();
}
