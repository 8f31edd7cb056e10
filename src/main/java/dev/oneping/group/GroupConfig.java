package dev.oneping.group;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/** How large groups and topics may be, and how many there may be. */
@ConfigMapping(prefix = "oneping.groups")
public interface GroupConfig {

    /**
     * How many members a group may have. To choose one of them, the presence of each is read; more people than can know
     * each other are rather a topic.
     */
    @WithDefault("500")
    @Min(1)
    @Max(5_000)
    int members();

    /** How many groups a tenant may have. */
    @WithDefault("10000")
    @Min(1)
    int perTenant();

    /** How many subscribers a topic may have. They are reached batch by batch, so this bounds only what Redis keeps. */
    @WithDefault("100000")
    @Min(1)
    int subscribers();

    /** How many topics a tenant may have. */
    @WithDefault("10000")
    @Min(1)
    int topics();

    /** How many subscribers one request may name. Redis does nothing else while it takes them in. */
    @WithDefault("1000")
    @Min(1)
    @Max(5_000)
    int subscribersAtOnce();
}
