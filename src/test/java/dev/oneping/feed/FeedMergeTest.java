package dev.oneping.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.oneping.events.EventLog;
import dev.oneping.events.EventLog.Positioned;
import dev.oneping.feed.Cursor.Position;
import dev.oneping.feed.FeedMerge.Slice;
import dev.oneping.redis.Shard;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FeedMergeTest {

    private static final Instant NOW = Instant.ofEpochSecond(1_000);
    private static final Shard ONE = new Shard(1);
    private static final Shard TWO = new Shard(2);

    private final FeedMerge merge = new FeedMerge(List.of(ONE, TWO), Cursor.START);

    @Test
    void shouldWantEveryShardFromTheCursor() {
        Cursor after = new Cursor(Map.of(2, new Position(7, 1)), NOW);

        assertEquals(
                Map.of(ONE, Position.START, TWO, new Position(7, 1)),
                new FeedMerge(List.of(ONE, TWO), after).wanting(1));
    }

    @Test
    void shouldReturnNothingLaterThanTheLastEntryOfAShardThatMayHaveMore() {
        merge.add(slice(ONE, true, 10, 20));
        merge.add(slice(TWO, false, 15, 30));

        FeedPage page = take(100);

        assertEquals(List.of(10L, 15L, 20L), times(page));
        assertTrue(page.hasMore());
        assertEquals(
                Map.of(1, new Position(20, 0), 2, new Position(15, 0)),
                page.next().positions());
    }

    @Test
    void shouldKeepLaterEntriesForTheNextPageInsteadOfReadingThemAgain() {
        merge.add(slice(ONE, true, 10, 20));
        merge.add(slice(TWO, false, 15, 30));
        take(100);

        assertEquals(Map.of(ONE, new Position(20, 0)), merge.wanting(10));
        merge.add(slice(ONE, false, 40));
        FeedPage page = take(100);

        assertEquals(List.of(30L, 40L), times(page));
        assertFalse(page.hasMore());
        assertEquals(Set.of(), merge.wanting(10).keySet());
    }

    @Test
    void shouldWantOnlyShardsWithFewerEntriesLeft() {
        merge.add(slice(ONE, true, 10, 20));
        merge.add(slice(TWO, true, 15, 30, 31, 32));
        take(100);

        assertEquals(Set.of(ONE), merge.wanting(3).keySet());
        assertEquals(Set.of(ONE, TWO), merge.wanting(4).keySet());
    }

    @Test
    void shouldStopAtTheLimitAndKeepTheCursorThere() {
        merge.add(slice(ONE, false, 10, 20));
        merge.add(slice(TWO, false, 15, 30));

        FeedPage first = take(3);
        FeedPage rest = take(3);

        assertEquals(List.of(10L, 15L, 20L), times(first));
        assertTrue(first.hasMore());
        assertEquals(
                Map.of(1, new Position(20, 0), 2, new Position(15, 0)),
                first.next().positions());
        assertEquals(List.of(30L), times(rest));
        assertFalse(rest.hasMore());
    }

    @Test
    void shouldMoveTheCursorPastEventsThatAreNotWanted() {
        merge.add(slice(ONE, false, 10, 20));
        merge.add(slice(TWO, false));

        FeedPage page = merge.take(100, event -> false, NOW);

        assertEquals(List.of(), page.events());
        assertEquals(Map.of(1, new Position(20, 0)), page.next().positions());
    }

    @Test
    void shouldReportAShardThatHasLostEvents() {
        merge.add(new Slice(ONE, List.of(), false, true));
        merge.add(slice(TWO, false, 15));

        assertTrue(take(100).isBroken());
    }

    private FeedPage take(int limit) {
        return merge.take(limit, event -> true, NOW);
    }

    private static List<Long> times(FeedPage page) {
        return page.events().stream().map(event -> event.time().toEpochMilli()).toList();
    }

    private static Slice slice(Shard shard, boolean cut, long... times) {
        List<Positioned> events = new ArrayList<>();
        for (long time : times) {
            String position = new Position(time, 0).toString();
            Map<String, String> fields =
                    Map.of("type", "presence.user", "user", "acme:ann", "version", "1", "data", "{}");
            events.add(new Positioned(position, EventLog.decode(shard, position, fields)));
        }
        return new Slice(shard, events, cut, false);
    }
}
