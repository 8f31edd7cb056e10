package dev.oneping.feed;

import dev.oneping.events.EventLog;
import dev.oneping.events.LoggedEvent;
import dev.oneping.feed.Cursor.Position;
import dev.oneping.redis.Shard;
import dev.oneping.redis.Shards;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Merges the logs of all shards. The events of one user keep their order; those of different users are sorted by time
 * approximately. If a shard was not read to its end, no event later than its last entry is returned yet, so that no
 * shard runs ahead of the others.
 */
@Singleton
class FeedReader {

    /**
     * The limit of reads per call in search of matching events: the first read is small, as most find something; each
     * further one doubles the slice of a shard, up to a bound that keeps a busy log from filling the heap.
     */
    private static final int ROUNDS = 32;

    private static final int LEAST_READ = 100;
    private static final int MOST_READ = 400;

    private final EventLog log;
    private final Shards shards;
    private final Clock clock;

    FeedReader(EventLog log, Shards shards, Clock clock) {
        this.log = log;
        this.shards = shards;
        this.clock = clock;
    }

    /** Reads at most {@code limit} matching events after a cursor; others are skipped. */
    Uni<FeedPage> read(Cursor after, int limit, Predicate<LoggedEvent> wanted) {
        return read(after, limit, wanted, Math.max(limit, LEAST_READ), ROUNDS);
    }

    private Uni<FeedPage> read(Cursor after, int limit, Predicate<LoggedEvent> wanted, int atOnce, int rounds) {
        return Uni.join()
                .all(shards.all().stream()
                        .map(shard -> slice(shard, after.in(shard), atOnce))
                        .toList())
                .andFailFast()
                .chain(slices -> {
                    FeedPage page = merge(after, slices, limit, wanted);
                    boolean goOn = page.events().isEmpty() && page.hasMore() && rounds > 1;
                    return goOn
                            ? read(
                                    page.next(),
                                    limit,
                                    wanted,
                                    Math.max(atOnce, Math.min(2 * atOnce, MOST_READ)),
                                    rounds - 1)
                            : Uni.createFrom().item(page);
                });
    }

    private Uni<Slice> slice(Shard shard, Position after, int limit) {
        return log.read(shard, after.toString(), limit).chain(events -> {
            List<Entry> entries = events.stream()
                    .map(event -> new Entry(shard, Position.parse(event.position()), event.event()))
                    .toList();
            boolean cut = events.size() == limit;
            return cut && !after.equals(Position.START)
                    ? lostEvents(shard, after).map(broken -> new Slice(entries, true, broken))
                    : Uni.createFrom().item(new Slice(entries, cut, false));
        });
    }

    /**
     * Returns whether a shard trimmed to its maximum length has lost events after a position. A reader that is not far
     * behind cannot have lost any, as the log keeps far more than one slice; so this is checked only for a slice that
     * was cut.
     */
    private Uni<Boolean> lostEvents(Shard shard, Position after) {
        return log.oldest(shard)
                .map(oldest -> oldest.isFull() && after.compareTo(Position.parse(oldest.position())) < 0);
    }

    private FeedPage merge(Cursor after, List<Slice> slices, int limit, Predicate<LoggedEvent> wanted) {
        Optional<Position> horizon = slices.stream()
                .filter(Slice::cut)
                .map(slice -> slice.entries().getLast().position())
                .min(Comparator.naturalOrder());
        List<Entry> inOrder = slices.stream()
                .flatMap(slice -> slice.entries().stream())
                .filter(entry -> horizon.isEmpty() || entry.position().compareTo(horizon.get()) <= 0)
                .sorted(Comparator.comparing(Entry::position))
                .toList();
        boolean broken = slices.stream().anyMatch(Slice::broken);
        Map<Integer, Position> read = new TreeMap<>(after.positions());
        List<LoggedEvent> events = new ArrayList<>();
        for (Entry entry : inOrder) {
            if (events.size() == limit) {
                return new FeedPage(events, new Cursor(read, now()), true, broken);
            }
            read.put(entry.shard().number(), entry.position());
            if (wanted.test(entry.event())) {
                events.add(entry.event());
            }
        }
        return new FeedPage(events, new Cursor(read, now()), horizon.isPresent(), broken);
    }

    private Instant now() {
        return clock.instant();
    }

    /**
     * The entries read from one shard: {@code cut} if it may have more, {@code broken} if it has deleted some before
     * them.
     */
    private record Slice(List<Entry> entries, boolean cut, boolean broken) {}

    private record Entry(Shard shard, Position position, LoggedEvent event) {}
}
