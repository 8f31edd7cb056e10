package dev.oneping.events;

import dev.oneping.model.TenantId;
import dev.oneping.redis.Shard;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Reads the logs of several shards as one, the newest event first. The order is total: by time, sequence and shard, as the ids
 * sort; so the id of an event is the cursor of what is older, however many events are appended meanwhile.
 *
 * <p>One call scans a bounded number of entries, so a page in search of rare events may be empty and have a next one. The
 * searches of a tenant pass {@link ReadGate}.
 */
@Singleton
public class NewestReader {

    /** The entries that one call scans at most, but for what the last read of each shard returns beyond. */
    private static final int SCANNED = 5_000;

    private static final int LEAST_READ = 4;

    /** The entries of a shard that are read at once. All shards' are decoded in one go, in which the event loop does nothing else. */
    private static final int MOST_READ = 16;

    /** The scanned entries that a page may cost without a rest. */
    private static final int FREE = 1_000;

    private static final Duration REST_PER_SCANNED = Duration.ofNanos(30_000);

    private final EventLog log;
    private final ReadGate gate;

    /** Creates a reader of that log. */
    public NewestReader(EventLog log, ReadGate gate) {
        this.log = log;
        this.gate = gate;
    }

    /**
     * Reads a page.
     *
     * @param shards the shards to read
     * @param before the cursor: the id of the event before which to begin; null for the newest
     * @param since  the earliest time of an event
     * @param limit  the maximum number of events
     * @param wanted selects the events
     */
    public Uni<Page> read(
            TenantId tenant,
            List<Shard> shards,
            @Nullable EventId before,
            Instant since,
            int limit,
            Predicate<LoggedEvent> wanted) {
        return gate.pass(tenant, () -> new Search(shards, before, since, limit, wanted).run(LEAST_READ), Page::rest);
    }

    /**
     * A page of events.
     *
     * @param events  the events, the newest first
     * @param next    the cursor of the next page; empty if the logs hold nothing older
     * @param scanned the number of entries that were scanned for it
     */
    public record Page(List<LoggedEvent> events, Optional<EventId> next, int scanned) {

        /** Copies the events. */
        public Page {
            events = List.copyOf(events);
        }

        private Duration rest() {
            return REST_PER_SCANNED.multipliedBy(Math.max(0, scanned - events.size() - FREE));
        }
    }

    /** One search; its reads follow one another. */
    private final class Search {

        private final List<Lane> lanes;
        private final String oldest;
        private final int limit;
        private final Predicate<LoggedEvent> wanted;
        private final List<LoggedEvent> found = new ArrayList<>();
        private @Nullable EventId last;
        private int scanned;

        Search(List<Shard> shards, @Nullable EventId before, Instant since, int limit, Predicate<LoggedEvent> wanted) {
            this.lanes = shards.stream()
                    .map(shard -> new Lane(shard, newest(shard, before)))
                    .toList();
            this.oldest = Long.toString(Math.max(0, since.toEpochMilli()));
            this.limit = limit;
            this.wanted = wanted;
        }

        /** Returns where a shard begins: an event of the same position in a lower shard is older. */
        private static String newest(Shard shard, @Nullable EventId before) {
            if (before == null) {
                return "+";
            }
            return shard.number() < before.shard().number() ? before.position() : "(" + before.position();
        }

        private Uni<Page> run(int atOnce) {
            List<Uni<Lane>> reads = lanes.stream()
                    .filter(lane -> lane.hasMore && lane.entries.isEmpty())
                    .map(lane -> log.readBackwards(lane.shard, lane.newest, oldest, atOnce)
                            .map(entries -> lane.add(entries, atOnce)))
                    .toList();
            Uni<?> read = reads.isEmpty()
                    ? Uni.createFrom().voidItem()
                    : Uni.join().all(reads).andFailFast();
            return read.chain(() -> {
                take();
                boolean isOver = found.size() == limit || scanned >= SCANNED || isExhausted();
                return isOver ? Uni.createFrom().item(page()) : run(Math.min(2 * atOnce, MOST_READ));
            });
        }

        /** Takes the newest entries, until a shard must be read further to know which is the next. */
        private void take() {
            while (found.size() < limit && lanes.stream().noneMatch(lane -> lane.hasMore && lane.entries.isEmpty())) {
                Lane newest = newestLane();
                if (newest == null) {
                    return;
                }
                LoggedEvent event = newest.entries.remove();
                last = event.id();
                scanned++;
                if (wanted.test(event)) {
                    found.add(event);
                }
            }
        }

        private @Nullable Lane newestLane() {
            Lane newest = null;
            for (Lane lane : lanes) {
                LoggedEvent head = lane.entries.peek();
                if (head != null
                        && (newest == null || newest.entries.element().id().isBefore(head.id()))) {
                    newest = lane;
                }
            }
            return newest;
        }

        private boolean isExhausted() {
            return lanes.stream().noneMatch(lane -> lane.hasMore || !lane.entries.isEmpty());
        }

        private Page page() {
            return new Page(found, isExhausted() ? Optional.empty() : Optional.ofNullable(last), scanned);
        }
    }

    /** The entries of one shard that were read and not taken. */
    private static final class Lane {

        private final Shard shard;
        private final Deque<LoggedEvent> entries = new ArrayDeque<>();
        private String newest;
        private boolean hasMore = true;

        Lane(Shard shard, String newest) {
            this.shard = shard;
            this.newest = newest;
        }

        private Lane add(List<LoggedEvent> read, int asked) {
            entries.addAll(read);
            hasMore = read.size() == asked;
            if (!read.isEmpty()) {
                newest = "(" + read.getLast().id().position();
            }
            return this;
        }
    }
}
