package dev.oneping.feed;

import dev.oneping.events.LoggedEvent;
import java.util.List;

/**
 * A page of the feed.
 *
 * @param events  the reader's matching events, in the order of the log
 * @param next    the cursor of the next page
 * @param hasMore whether more can be read at once
 * @param isBroken whether a shard has deleted events after the cursor
 */
record FeedPage(List<LoggedEvent> events, Cursor next, boolean hasMore, boolean isBroken) {

    /** Copies the events. */
    FeedPage {
        events = List.copyOf(events);
    }
}
