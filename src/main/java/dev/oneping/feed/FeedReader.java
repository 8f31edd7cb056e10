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
 * Reads the logs of all shards as one. The events of one person come in the order in which they happened; those of
 * different people about in the order of time. Where a shard was not read to its end, nothing later than its last entry
 * is given out yet, so that no shard runs ahead of the others.
 */
@Singleton
class FeedReader {

    /**
     * How far one call looks for what is wanted among what is not: the first look is small, for most find something; each
     * further one takes twice as much of a shard, up to a bound that keeps a busy log from filling the heap.
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

    /** At most {@code limit} of the wanted events after a cursor; unwanted ones are passed over. */
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
                    ? forgot(shard, after).map(broken -> new Slice(entries, true, broken))
                    : Uni.createFrom().item(new Slice(entries, cut, false));
        });
    }

    /**
     * Whether a shard that is kept to its length has lost events after a position. A reader that is not far behind cannot
     * have lost any, for the log keeps far more than one slice; so only a slice that is cut asks.
     */
    private Uni<Boolean> forgot(Shard shard, Position after) {
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

    /** What one shard gave; cut if it may have more, broken if it has forgotten what comes before that. */
    private record Slice(List<Entry> entries, boolean cut, boolean broken) {}

    private record Entry(Shard shard, Position position, LoggedEvent event) {}
}
