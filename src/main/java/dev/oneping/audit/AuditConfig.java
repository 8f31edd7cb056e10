package dev.oneping.audit;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** Configuration of the log of administrative acts. */
@ConfigMapping(prefix = "oneping.audit")
public interface AuditConfig {

    /** The time for which an administrative act is kept. */
    @WithDefault("400d")
    Duration kept();

    /** The limit of administrative acts that are kept of a tenant, approximately; the oldest are dropped. */
    @WithDefault("100000")
    @Min(1)
    long entries();
}
