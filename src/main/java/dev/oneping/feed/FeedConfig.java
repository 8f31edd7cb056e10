package dev.oneping.feed;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/** Configuration of the event feed. */
@ConfigMapping(prefix = "oneping.feed")
public interface FeedConfig {

    /**
     * The limit of readers that an API key may have at the same time on one node: streams, sockets and running polls. Each
     * holds a connection and is woken by every event of its tenant.
     */
    @WithDefault("100")
    @Min(1)
    @Max(100_000)
    int maxReaders();
}
