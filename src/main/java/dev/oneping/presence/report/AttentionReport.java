package dev.oneping.presence.report;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a client can see of the person. These are raw observations: whether they mean that somebody is there is for the
 * server to conclude. A null was not observed.
 *
 * @param visible whether the page or window can be seen
 * @param focused whether it has the focus
 * @param idle    how long ago the last key, pointer or touch was
 * @param screen  the state of the screen
 */
public record AttentionReport(
        @Nullable Boolean visible,
        @Nullable Boolean focused,
        @Nullable Duration idle,
        @Nullable Screen screen) {}
