package dev.oneping.simulation;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings of the scenarios that the console plays. */
@ConfigMapping(prefix = "oneping.simulation")
public interface SimulationConfig {

    /**
     * Whether {@code POST /v1/simulations} plays scenarios, each in a process of its own beside the service, which takes a
     * processor and 300 MB for some seconds. On in development, off in production.
     */
    @WithDefault("false")
    boolean overHttp();

    /** The time limit of one scenario, the start of its process included. */
    @WithDefault("60s")
    Duration timeout();
}
