package dev.oneping.problem;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/** Size limits of one request. */
@ConfigMapping(prefix = "oneping.request")
public interface RequestConfig {

    /** The maximum body size. A device gets no frame above 64 KiB, so a bigger request can only be a mistake. */
    @WithDefault("256K")
    MemorySize maxBody();

    /** The maximum nesting depth of JSON. Deep nesting is cheap to send and expensive to parse. */
    @WithDefault("32")
    @Min(8)
    @Max(500)
    int maxNesting();

    /** The maximum length of one JSON string, in characters. */
    @WithDefault("65536")
    @Min(1024)
    int maxText();
}
