package dev.oneping.feed;

import dev.oneping.events.EventLog.Positioned;
import dev.oneping.events.LoggedEvent;
import dev.oneping.feed.Cursor.Position;
import dev.oneping.redis.Shard;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * One reader's merge of the logs of all shards. If a shard was not read to its end, no event later than its last entry
 * is returned yet, so that no shard runs ahead of the others; later entries that were already read are kept for the next
 * page. Not thread-safe.
 */
final class FeedMerge {

    private final Map<Shard, Lane> lanes = new LinkedHashMap<>();
    private final Map<Integer, Position> read;
    private boolean broken;

    /** Creates a merge that has no entries yet. */
    FeedMerge(List<Shard> shards, Cursor after) {
        shards.forEach(shard -> lanes.put(shard, new Lane(after.in(shard))));
        read = new TreeMap<>(after.positions());
    }

    /**
     * Returns the shards to read from, each with the position to read after: those with fewer entries left than that,
     * unless they were read to their end.
     */
    Map<Shard, Position> wanting(int entries) {
        Map<Shard, Position> wanting = new LinkedHashMap<>();
        lanes.forEach((shard, lane) -> {
            if (lane.cut && lane.entries.size() < entries) {
                wanting.put(shard, lane.last);
            }
        });
        return wanting;
    }

    /** Adds the next entries of a shard. */
    void add(Slice slice) {
        Lane lane = lanes.get(slice.shard());
        if (lane != null) {
            lane.add(slice);
            broken |= slice.broken();
        }
    }

    /** Takes at most {@code limit} matching events; others are skipped. */
    FeedPage take(int limit, Predicate<LoggedEvent> wanted, Instant now) {
        Optional<Position> horizon = lanes.values().stream()
                .filter(lane -> lane.cut)
                .map(lane -> lane.last)
                .min(Comparator.naturalOrder());
        List<Entry> inOrder = lanes.values().stream()
                .flatMap(lane -> lane.entries.stream())
                .filter(entry -> horizon.isEmpty() || entry.position().compareTo(horizon.get()) <= 0)
                .sorted(Comparator.comparing(Entry::position))
                .toList();
        List<LoggedEvent> events = new ArrayList<>();
        int taken = 0;
        for (Entry entry : inOrder) {
            if (events.size() == limit) {
                return new FeedPage(events, new Cursor(read, now), true, broken, taken - limit);
            }
            taken++;
            entry.lane().entries.remove();
            read.put(entry.event().id().shard().number(), entry.position());
            if (wanted.test(entry.event())) {
                events.add(entry.event());
            }
        }
        return new FeedPage(events, new Cursor(read, now), horizon.isPresent(), broken, taken - events.size());
    }

    /**
     * The entries read from one shard: {@code cut} if it may have more, {@code broken} if it has deleted some before
     * them.
     */
    record Slice(Shard shard, List<Positioned> events, boolean cut, boolean broken) {}

    private record Entry(Lane lane, Position position, LoggedEvent event) {}

    /** The entries of one shard that were read and not taken, in order. */
    private static final class Lane {

        private final Queue<Entry> entries = new ArrayDeque<>();
        private Position last;
        private boolean cut = true;

        Lane(Position after) {
            last = after;
        }

        private void add(Slice slice) {
            for (Positioned event : slice.events()) {
                last = Position.parse(event.position());
                entries.add(new Entry(this, last, event.event()));
            }
            cut = slice.cut();
        }
    }
}
