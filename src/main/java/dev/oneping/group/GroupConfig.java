package dev.oneping.group;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/** Limits of groups and topics. */
@ConfigMapping(prefix = "oneping.groups")
public interface GroupConfig {

    /**
     * The number of members of a group. Choosing one of them reads the presence of each; a larger number of people is
     * rather a topic.
     */
    @WithDefault("500")
    @Min(1)
    @Max(5_000)
    int members();

    /** The number of groups of a tenant. */
    @WithDefault("10000")
    @Min(1)
    int perTenant();

    /**
     * The number of subscribers of a topic. They are notified batch by batch, so this bounds only what Redis stores.
     */
    @WithDefault("100000")
    @Min(1)
    int subscribers();

    /** The number of topics of a tenant. */
    @WithDefault("10000")
    @Min(1)
    int topics();

    /** The number of subscribers that one request may add. Redis is blocked while it adds them. */
    @WithDefault("1000")
    @Min(1)
    @Max(5_000)
    int subscribersAtOnce();
}
