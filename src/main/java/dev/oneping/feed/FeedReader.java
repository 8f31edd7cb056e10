package dev.oneping.feed;

import dev.oneping.events.EventLog;
import dev.oneping.events.LoggedEvent;
import dev.oneping.feed.Cursor.Position;
import dev.oneping.redis.Shard;
import dev.oneping.redis.Shards;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Reads the logs of all shards as one. The events of one person come in the order in which they happened; those of
 * different people about in the order of time. Where a shard was not read to its end, nothing later than its last entry
 * is given out yet, so that no shard runs ahead of the others.
 */
@Singleton
class FeedReader {

    private static final int ROUNDS = 8;

    private final EventLog log;
    private final Shards shards;

    FeedReader(EventLog log, Shards shards) {
        this.log = log;
        this.shards = shards;
    }

    /** At most {@code limit} of the wanted events after a cursor; unwanted ones are passed over. */
    Uni<Page> read(Cursor after, int limit, Predicate<LoggedEvent> wanted) {
        return read(after, limit, wanted, ROUNDS);
    }

    private Uni<Page> read(Cursor after, int limit, Predicate<LoggedEvent> wanted, int rounds) {
        return Uni.join()
                .all(shards.all().stream()
                        .map(shard -> slice(shard, after.in(shard), limit))
                        .toList())
                .andFailFast()
                .chain(slices -> {
                    Page page = merge(after, slices, limit, wanted);
                    boolean goOn = page.events().isEmpty() && page.hasMore() && rounds > 1;
                    return goOn
                            ? read(page.next(), limit, wanted, rounds - 1)
                            : Uni.createFrom().item(page);
                });
    }

    private Uni<Slice> slice(Shard shard, Position after, int limit) {
        return log.read(shard, after.toString(), limit)
                .map(events -> new Slice(
                        events.stream()
                                .map(event -> new Entry(shard, Position.parse(event.position()), event.event()))
                                .toList(),
                        events.size() == limit));
    }

    private static Page merge(Cursor after, List<Slice> slices, int limit, Predicate<LoggedEvent> wanted) {
        Optional<Position> horizon = slices.stream()
                .filter(Slice::cut)
                .map(slice -> slice.entries().getLast().position())
                .min(Comparator.naturalOrder());
        List<Entry> inOrder = slices.stream()
                .flatMap(slice -> slice.entries().stream())
                .filter(entry -> horizon.isEmpty() || entry.position().compareTo(horizon.get()) <= 0)
                .sorted(Comparator.comparing(Entry::position))
                .toList();
        Map<Integer, Position> read = new TreeMap<>(after.positions());
        List<LoggedEvent> events = new ArrayList<>();
        for (Entry entry : inOrder) {
            if (events.size() == limit) {
                return new Page(events, new Cursor(read), true);
            }
            read.put(entry.shard().number(), entry.position());
            if (wanted.test(entry.event())) {
                events.add(entry.event());
            }
        }
        return new Page(events, new Cursor(read), horizon.isPresent());
    }

    /** What one shard gave; cut if it may have more. */
    private record Slice(List<Entry> entries, boolean cut) {}

    private record Entry(Shard shard, Position position, LoggedEvent event) {}
}
