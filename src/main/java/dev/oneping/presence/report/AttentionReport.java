package dev.oneping.presence.report;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A client's raw observations of attention; the server concludes from them whether a user is present. A null was not
 * observed.
 *
 * @param visible whether the page or window is visible
 * @param focused whether it has the focus
 * @param idle    the time since the last key, pointer or touch in it
 * @param systemIdle the time since the last key, pointer or touch anywhere on the machine
 * @param screen  the state of the screen
 */
public record AttentionReport(
        @Nullable Boolean visible,
        @Nullable Boolean focused,
        @Nullable Duration idle,
        @Nullable Duration systemIdle,
        @Nullable Screen screen) {

    /** Creates a report of a client that cannot see the rest of the machine. */
    public AttentionReport(
            @Nullable Boolean visible, @Nullable Boolean focused, @Nullable Duration idle, @Nullable Screen screen) {
        this(visible, focused, idle, null, screen);
    }
}
