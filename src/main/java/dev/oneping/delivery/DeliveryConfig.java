package dev.oneping.delivery;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** The bounds of a notification's life. */
@ConfigMapping(prefix = "oneping.delivery")
public interface DeliveryConfig {

    /** How many open notifications one person may have. More would be a burst that nobody reads. */
    @WithDefault("1000")
    @Min(1)
    int maxOpen();

    /** How many attempts one notification may take. A person who answered none of twenty will not answer the next. */
    @WithDefault("20")
    @Min(1)
    int maxAttempts();

    /** How many lines of its story a notification keeps. */
    @WithDefault("100")
    @Min(10)
    int traceLines();

    /** How many notifications the list of a person holds, the newest of all. */
    @WithDefault("1000")
    @Min(1)
    int listed();

    /** How long after its expiry a notification and its story can be read. */
    @WithDefault("7d")
    Duration retention();

    /**
     * For how long a session may sound before it asks again. Shorter lets the next device sound sooner after one that is
     * lost; longer asks less often.
     */
    @WithDefault("5s")
    Duration ringLease();
}
