package dev.oneping.notify.ruleset;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** How rule sets are kept. */
@ConfigMapping(prefix = "oneping.rules")
public interface RulesConfig {

    /** How many versions of its rules a tenant can go back. More cost memory in Redis: a version is up to 256 KiB. */
    @WithDefault("50")
    @Min(2)
    @Max(1000)
    int versionsKept();

    /** How long the facts of decisions are kept, to try other rules on them. Longer tells more, and costs memory. */
    @WithDefault("24h")
    Duration factsKept();

    /** Of how many decisions of a tenant, the last ones; each takes 1 to 4 KiB in Redis. */
    @WithDefault("5000")
    @Min(1)
    @Max(100_000)
    int factsMost();

    /** Of how many decisions of a tenant in a second, on each node. The rest are only counted; 0 keeps none. */
    @WithDefault("20")
    @Min(0)
    int factsPerSecond();
}
