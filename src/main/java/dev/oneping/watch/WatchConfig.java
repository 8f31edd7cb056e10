package dev.oneping.watch;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/**
 * Limits and intervals of watches. N users who watch each other cost N squared frames, so each value bounds one side
 * of that.
 */
@ConfigMapping(prefix = "oneping.watch")
public interface WatchConfig {

    /** Maximum number of users per query, including the members of its group. Each is one small read. */
    @WithDefault("1000")
    @Min(1)
    @Max(10_000)
    int query();

    /**
     * Maximum number of users that one session may watch by id. A contact list that fits on a screen is far shorter.
     */
    @WithDefault("200")
    @Min(1)
    int users();

    /** Maximum number of groups that one session may watch. */
    @WithDefault("10")
    @Min(1)
    int groups();

    /** Maximum number of sessions per node that watch the same user or group. Each change costs that many frames. */
    @WithDefault("2000")
    @Min(1)
    int watchers();

    /** Maximum number of watched users per node, about 300 bytes each. */
    @WithDefault("100000")
    @Min(1)
    int people();

    /** Maximum size of a group whose members are sent individually. For larger groups only counts are sent. */
    @WithDefault("50")
    @Min(0)
    int groupEach();

    /** Minimum time between two updates of a larger group. A longer one is cheaper and later. */
    @WithDefault("5s")
    Duration interval();

    /** Maximum number of changed members in such an update. If more have changed, only the counts are sent. */
    @WithDefault("100")
    @Min(0)
    int deltas();

    /** Time for which changes are batched before they are sent; the minimum delay of an update. */
    @WithDefault("200ms")
    Duration settle();

    /**
     * Interval at which permissions, group members and presence are read again, in case an event was lost with Redis. A
     * shorter one revokes a permission sooner; it costs one small command for each watched user.
     */
    @WithDefault("60s")
    Duration refresh();

    /** Interval at which a waiting presence request checks for changes without events, such as the battery. */
    @WithDefault("1s")
    Duration recheck();
}
