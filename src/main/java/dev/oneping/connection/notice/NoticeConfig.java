package dev.oneping.connection.notice;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long notices last, here and in caches. */
@ConfigMapping(prefix = "oneping.notice")
public interface NoticeConfig {

    /** How long a notice stands that nobody changes. Then it is gone, without a word. */
    @WithDefault("30d")
    Duration life();

    /**
     * How long a cache may answer without asking. It is told of each change where it can be; where it cannot, this is how late
     * a page may be.
     */
    @WithDefault("5s")
    Duration maxAge();
}
