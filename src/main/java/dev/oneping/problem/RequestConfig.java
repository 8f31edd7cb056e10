package dev.oneping.problem;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;

/** How much one request may bring. */
@ConfigMapping(prefix = "oneping.request")
public interface RequestConfig {

    /** The largest body. A device gets no frame above 64 KiB, so a bigger request could only be a mistake. */
    @WithDefault("256K")
    MemorySize maxBody();

    /** How deep JSON may be nested. Deep nesting is cheap to send and dear to read. */
    @WithDefault("32")
    @Min(8)
    @Max(500)
    int maxNesting();

    /** How many characters one text in JSON may have. */
    @WithDefault("65536")
    @Min(1024)
    int maxText();
}
