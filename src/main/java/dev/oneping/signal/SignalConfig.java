package dev.oneping.signal;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** Limits of inbound signals. */
@ConfigMapping(prefix = "oneping.signal")
public interface SignalConfig {

    /** The number of signal URLs of a user: one for each counterpart. */
    @WithDefault("50")
    @Min(1)
    int urlsPerUser();

    /** The number of signals per minute and URL. */
    @WithDefault("600")
    @Min(1)
    int perMinute();

    /** The time for which the {@code eid} of a signal is remembered, so that a repetition has no further effect. */
    @WithDefault("24h")
    Duration remember();

    /** The time for which a replaced URL remains valid, unless the request sets it. */
    @WithDefault("24h")
    Duration overlap();
}
