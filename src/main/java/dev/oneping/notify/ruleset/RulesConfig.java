package dev.oneping.notify.ruleset;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** Limits of stored rule sets and recorded decisions. */
@ConfigMapping(prefix = "oneping.rules")
public interface RulesConfig {

    /**
     * The number of versions of its rules to which a tenant can return. More cost memory in Redis: a version is up to
     * 256 KiB.
     */
    @WithDefault("50")
    @Min(2)
    @Max(1000)
    int versionsKept();

    /** The time for which the facts of decisions are kept for replays. Longer shows more, and costs memory. */
    @WithDefault("24h")
    Duration factsKept();

    /** The number of a tenant's latest decisions whose facts are kept; each takes 1 to 4 KiB in Redis. */
    @WithDefault("5000")
    @Min(1)
    @Max(100_000)
    int factsMost();

    /**
     * The number of a tenant's decisions per second and node whose facts are recorded. The rest are only counted; 0
     * records none.
     */
    @WithDefault("20")
    @Min(0)
    int factsPerSecond();
}
