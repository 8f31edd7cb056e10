package dev.oneping.delivery.store;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** Limits of notifications and their attempts. */
@ConfigMapping(prefix = "oneping.delivery")
public interface DeliveryConfig {

    /** The number of open notifications that one user may have. More would be a burst that nobody reads. */
    @WithDefault("1000")
    @Min(1)
    int maxOpen();

    /**
     * The number of notifications that a tenant may have accepted on a day (UTC), parts of groups and topics included. With the
     * times for which they are kept, it bounds what one tenant can store.
     */
    @WithDefault("10000000")
    @Min(1)
    long acceptedPerDay();

    /**
     * The number of attempts that one notification may make. A user who answered none of twenty will not answer the
     * next.
     */
    @WithDefault("20")
    @Min(1)
    int maxAttempts();

    /** The number of trace lines that a notification keeps. */
    @WithDefault("100")
    @Min(10)
    int traceLines();

    /** The number of notifications in a user's inbox list; the newest are kept. */
    @WithDefault("1000")
    @Min(1)
    int listed();

    /**
     * The time for which a notification and its trace stay readable after it ended, or up to a quarter longer; one to a
     * group or topic, after it expired.
     */
    @WithDefault("7d")
    Duration retention();

    /**
     * The time for which a session may sound before it has to renew its right. Shorter lets the next device sound
     * sooner after one is lost; longer renews less often.
     */
    @WithDefault("5s")
    Duration ringLease();
}
