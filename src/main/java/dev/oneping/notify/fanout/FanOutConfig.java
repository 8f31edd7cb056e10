package dev.oneping.notify.fanout;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** Limits and intervals of notifications for many users. */
@ConfigMapping(prefix = "oneping.fan-out")
public interface FanOutConfig {

    /** The number of users that {@code to.users} may name. Use topics for more. */
    @WithDefault("500")
    @Min(1)
    @Max(5_000)
    int users();

    /**
     * The number of users between two records of the progress. After a crash a batch is repeated, which costs time but
     * rings nobody twice.
     */
    @WithDefault("200")
    @Min(1)
    @Max(2_000)
    int batch();

    /** The number of users that are processed concurrently. */
    @WithDefault("32")
    @Min(1)
    @Max(500)
    int atOnce();

    /** The time for which one member of a group is asked before the next one is, unless the request sets it. */
    @WithDefault("5m")
    Duration each();

    /** The interval of checks whether a member of a group can be reached, while none can. */
    @WithDefault("5s")
    Duration recheckInterval();
}
