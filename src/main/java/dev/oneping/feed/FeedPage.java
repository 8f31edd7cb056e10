package dev.oneping.feed;

import dev.oneping.events.LoggedEvent;
import java.time.Duration;
import java.util.List;

/**
 * A page of the feed.
 *
 * @param events  the reader's matching events, in the order of the log
 * @param next    the cursor of the next page
 * @param hasMore whether more can be read at once
 * @param isBroken whether a shard has deleted events after the cursor
 * @param skipped the number of events that were read for this page and did not match
 */
record FeedPage(List<LoggedEvent> events, Cursor next, boolean hasMore, boolean isBroken, int skipped) {

    /** The events that a page may skip without a rest, for most readers want only some types. */
    private static final int FREE = 1_000;

    private static final Duration REST_PER_SKIPPED = Duration.ofNanos(30_000);

    /** Copies the events. */
    FeedPage {
        events = List.copyOf(events);
    }

    /**
     * Returns how long its reader's tenant rests afterwards: several times what it took to skip the events. A reader of
     * events that match never rests.
     */
    Duration rest() {
        return REST_PER_SKIPPED.multipliedBy(Math.max(0, skipped - FREE));
    }
}
