package dev.oneping.channel;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/**
 * Settings common to all channels that reach users without a connection. Each channel's own settings are in its own
 * package.
 */
@ConfigMapping(prefix = "oneping.channel")
public interface ChannelConfig {

    /**
     * The number of concurrent sends per node to one provider: a push service, the mail server, or one account's
     * gateway. A hanging provider occupies this many, and three times as many that wait, and delays no other provider;
     * a message that finds no room is sent a little later.
     */
    @WithDefault("64")
    @Min(1)
    int concurrency();

    /** The time that a message waits for room on its channel before it is postponed. */
    @WithDefault("2s")
    Duration patience();

    /** The time limit for a provider's response. */
    @WithDefault("10s")
    Duration timeout();

    /**
     * The shortest interval between two silent pushes to one device without a connection, sent to retract
     * notifications. Apple and Google stop delivering to an app that is woken more often than two or three times an
     * hour.
     */
    @WithDefault("20m")
    Duration wakeFloor();
}
