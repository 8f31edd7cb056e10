package dev.oneping.events;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** Configuration of the event log's retention. */
@ConfigMapping(prefix = "oneping.events")
public interface EventConfig {

    /**
     * The approximate number of events that one shard keeps. More history costs memory: an event is about 300 bytes.
     */
    @WithDefault("20000")
    @Min(1000)
    int keep();

    /** The age at which an event is deleted, however few there are. */
    @WithDefault("7d")
    Duration retention();
}
