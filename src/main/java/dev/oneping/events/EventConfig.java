package dev.oneping.events;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** How long events are kept. */
@ConfigMapping(prefix = "oneping.events")
public interface EventConfig {

    /** About how many events one shard keeps. More history costs memory: an event is about 300 bytes. */
    @WithDefault("20000")
    @Min(1000)
    int keep();

    /** After how long an event is forgotten, however few there are. */
    @WithDefault("7d")
    Duration retention();
}
