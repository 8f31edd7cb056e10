package dev.oneping.notify.ruleset;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/** How rule sets are kept. */
@ConfigMapping(prefix = "oneping.rules")
public interface RulesConfig {

    /** How many versions of its rules a tenant can go back. More cost memory in Redis: a version is up to 256 KiB. */
    @WithDefault("50")
    @Min(2)
    @Max(1000)
    int versionsKept();
}
