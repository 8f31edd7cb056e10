package dev.oneping.feed;

import dev.oneping.events.LoggedEvent;
import java.util.List;

/**
 * What one read found.
 *
 * @param events  the events that the reader may have and wants, in the order of the log
 * @param next    where to read on
 * @param hasMore whether there is more to read at once
 * @param isBroken whether a shard has forgotten events that come after the cursor
 */
record FeedPage(List<LoggedEvent> events, Cursor next, boolean hasMore, boolean isBroken) {

    /** Copies the events. */
    FeedPage {
        events = List.copyOf(events);
    }
}
