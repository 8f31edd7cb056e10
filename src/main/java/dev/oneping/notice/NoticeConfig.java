package dev.oneping.notice;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/** Lifetime of notices in Redis and in caches. */
@ConfigMapping(prefix = "oneping.notice")
public interface NoticeConfig {

    /** Lifetime of an unchanged notice. It then expires without an event. */
    @WithDefault("30d")
    Duration life();

    /**
     * Time for which a cache may answer without revalidation. Caches with a purge interface are purged at each change;
     * with others, this is the maximum delay of a page.
     */
    @WithDefault("5s")
    Duration maxAge();

    /** The limit of topics with a notice per tenant. Each costs a few kilobytes for its lifetime. */
    @WithDefault("10000")
    @Min(1)
    int perTenant();
}
