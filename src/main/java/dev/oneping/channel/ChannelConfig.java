package dev.oneping.channel;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** How people are reached who hold no connection. What each channel needs is in its own package. */
@ConfigMapping(prefix = "oneping.channel")
public interface ChannelConfig {

    /**
     * How many messages one provider may have under way of this node: a push service, the mail server, or one gateway of one
     * account. One that hangs holds so many, and three times as many that wait, and delays nobody else's; what
     * finds no room is sent a little later.
     */
    @WithDefault("64")
    @Min(1)
    int concurrency();

    /** How long a message waits for room on its channel, before it is sent later. */
    @WithDefault("2s")
    Duration patience();

    /** How long a provider may take to answer. */
    @WithDefault("10s")
    Duration timeout();

    /**
     * How often at the most a device without a connection is woken silently, to take a notification away. Apple and Google
     * stop delivering to an app that is woken more often than two or three times an hour.
     */
    @WithDefault("20m")
    Duration wakeFloor();
}
