package dev.oneping.presence.watch;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;

/**
 * How much may be watched, and how often it is told. N people who watch each other cost N squared frames, so each number
 * here bounds one side of that.
 */
@ConfigMapping(prefix = "oneping.watch")
public interface WatchConfig {

    /** How many people one query may ask for, those of its group among them. Each is one small read. */
    @WithDefault("1000")
    @Min(1)
    @Max(10_000)
    int query();

    /** How many people one session may watch by name. A list of contacts that fits on a screen is far shorter. */
    @WithDefault("200")
    @Min(1)
    int users();

    /** How many groups one session may watch. */
    @WithDefault("10")
    @Min(1)
    int groups();

    /** How many sessions of one node may watch the same person, or the same group. Each change costs that many frames. */
    @WithDefault("2000")
    @Min(1)
    int watchers();

    /** How many people are watched on one node, whoever watches them. About 300 bytes each. */
    @WithDefault("100000")
    @Min(1)
    int people();

    /** Up to how many members a group is told person by person. In larger ones it is told how many are there. */
    @WithDefault("50")
    @Min(0)
    int groupEach();

    /** How often a larger group is told at most. Longer is cheaper, and later. */
    @WithDefault("5s")
    Duration interval();

    /** How many changed members such a frame may name. If more have changed, only the counts are told. */
    @WithDefault("100")
    @Min(0)
    int deltas();

    /** How long changes are gathered before they are told, so that one frame tells many. The least a watcher waits. */
    @WithDefault("200ms")
    Duration settle();

    /**
     * How often it is looked whether watchers still may, who is in the groups, and what no event has told because Redis was
     * lost in between. Shorter takes a right away sooner; it costs one small command for each person watched.
     */
    @WithDefault("60s")
    Duration refresh();

    /** How often a request that waits for somebody's presence looks at what no event tells, such as a battery. */
    @WithDefault("1s")
    Duration look();
}
