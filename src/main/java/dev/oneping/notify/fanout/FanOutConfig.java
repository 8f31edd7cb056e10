package dev.oneping.notify.fanout;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** How a notification for many people is brought to them. */
@ConfigMapping(prefix = "oneping.fan-out")
public interface FanOutConfig {

    /** How many people {@code to.users} may name. For more there are topics. */
    @WithDefault("500")
    @Min(1)
    @Max(5_000)
    int users();

    /**
     * How many people are reached between two notes of how far it has come. After a crash a batch is done again, which costs
     * time but rings nobody twice.
     */
    @WithDefault("200")
    @Min(1)
    @Max(2_000)
    int batch();

    /** How many people are worked on at once. */
    @WithDefault("32")
    @Min(1)
    @Max(500)
    int atOnce();

    /** How long one member of a group is asked before the next one is, if the request does not say. */
    @WithDefault("5m")
    Duration each();

    /** How often it is looked whether one of a group can be reached by now, while nobody can. */
    @WithDefault("5s")
    Duration lookAgain();
}
