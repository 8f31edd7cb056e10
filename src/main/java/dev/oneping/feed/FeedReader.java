package dev.oneping.feed;

import dev.oneping.events.EventLog;
import dev.oneping.events.EventLog.Positioned;
import dev.oneping.events.LoggedEvent;
import dev.oneping.feed.Cursor.Position;
import dev.oneping.feed.FeedMerge.Slice;
import dev.oneping.redis.Shard;
import dev.oneping.redis.Shards;
import dev.oneping.redis.time.Time;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Reads the logs of all shards as one. The events of one user keep their order; those of different users are sorted by
 * time approximately. Shards are read in groups, by one command each, and no entry is read twice, so that a search costs
 * Redis a few commands however the events are spread.
 */
@Singleton
class FeedReader {

    /**
     * The limit of reads per call in search of matching events: the first read is small, as most find something; each
     * further one doubles the slice of a shard, up to a bound that keeps a busy log from filling the heap.
     */
    private static final int ROUNDS = 32;

    private static final int LEAST_READ = 128;
    private static final int MOST_READ = 400;

    /** The shards of one command: more would let one reply delay the other callers of Redis. */
    private static final int GROUP = 16;

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
        return read(new FeedMerge(shards.all(), after), limit, wanted, Math.max(limit, LEAST_READ), ROUNDS);
    }

    private Uni<FeedPage> read(FeedMerge merge, int limit, Predicate<LoggedEvent> wanted, int atOnce, int rounds) {
        return slices(merge.wanting(Math.max(1, atOnce / 2)), atOnce).chain(slices -> {
            slices.forEach(merge::add);
            FeedPage page = merge.take(limit, wanted, clock.instant());
            boolean goOn = page.events().isEmpty() && page.hasMore() && rounds > 1;
            return goOn
                    ? Time.pause(page.rest())
                            .chain(() -> read(
                                    merge,
                                    limit,
                                    wanted,
                                    Math.max(atOnce, Math.min(2 * atOnce, MOST_READ)),
                                    rounds - 1))
                    : Uni.createFrom().item(page);
        });
    }

    private Uni<List<Slice>> slices(Map<Shard, Position> after, int limit) {
        List<Uni<List<Slice>>> groups = new ArrayList<>();
        List<Shard> wanting = List.copyOf(after.keySet());
        for (int first = 0; first < wanting.size(); first += GROUP) {
            groups.add(group(wanting.subList(first, Math.min(first + GROUP, wanting.size())), after, limit));
        }
        return Uni.join()
                .all(groups)
                .andFailFast()
                .map(read -> read.stream().flatMap(List::stream).toList());
    }

    private Uni<List<Slice>> group(List<Shard> group, Map<Shard, Position> after, int limit) {
        Function<Shard, Position> position = shard -> after.getOrDefault(shard, Position.START);
        return log.read(positions(group, position), limit).chain(read -> {
            List<Shard> cut = group.stream()
                    .filter(shard -> events(read, shard).size() == limit)
                    .toList();
            return lostEvents(cut, position)
                    .map(broken -> group.stream()
                            .map(shard ->
                                    new Slice(shard, events(read, shard), cut.contains(shard), broken.contains(shard)))
                            .toList());
        });
    }

    /**
     * Returns the shards that were trimmed to their maximum length and have lost events after a position. A reader that
     * is not far behind cannot have lost any, as the log keeps far more than one slice; so this is checked only for
     * slices that were cut.
     */
    private Uni<List<Shard>> lostEvents(List<Shard> cut, Function<Shard, Position> after) {
        List<Shard> begun = cut.stream()
                .filter(shard -> !after.apply(shard).equals(Position.START))
                .toList();
        if (begun.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        return log.read(positions(begun, shard -> Position.START), 1).chain(oldest -> {
            List<Uni<List<Shard>>> suspects = begun.stream()
                    .filter(shard -> events(oldest, shard).stream()
                            .anyMatch(event -> after.apply(shard).compareTo(Position.parse(event.position())) < 0))
                    .map(shard -> log.oldest(shard).map(now -> now.isFull() ? List.of(shard) : List.<Shard>of()))
                    .toList();
            return suspects.isEmpty()
                    ? Uni.createFrom().item(List.of())
                    : Uni.join()
                            .all(suspects)
                            .andFailFast()
                            .map(lost -> lost.stream().flatMap(List::stream).toList());
        });
    }

    private static Map<Shard, String> positions(List<Shard> shards, Function<Shard, Position> position) {
        return shards.stream()
                .collect(Collectors.toMap(
                        Function.identity(),
                        shard -> position.apply(shard).toString(),
                        (first, second) -> first,
                        LinkedHashMap::new));
    }

    private static List<Positioned> events(Map<Shard, List<Positioned>> read, Shard shard) {
        return read.getOrDefault(shard, List.of());
    }
}
